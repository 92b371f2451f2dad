// The runner registers ts-node for a .ts main; through this line Node strips the types itself.
import "./pack.ts";
