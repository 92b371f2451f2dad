import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** Folders of ours, so that a rule can name the ones a folder may not import (docs/architecture.md). */
const folders = [
  "config",
  "components",
  "recorder",
  "manifests",
  "report",
  "policy",
  "cli",
  "toolchain",
  "verify",
  "tests",
];

/** `folder` may import only `allowed` of our folders, and only types from those in `typesOnly`. */
function mayImport(folder, allowed, typesOnly = []) {
  const denied = folders.filter((name) => name !== folder && !allowed.includes(name));
  const patterns = denied
    .filter((name) => !typesOnly.includes(name))
    .map((name) => ({
      regex: `^(\\.\\./)+${name}(/|$)`,
      message: `${folder}/ does not import ${name}/: see the import directions in docs/architecture.md.`,
    }));
  patterns.push(
    ...typesOnly.map((name) => ({
      regex: `^(\\.\\./)+${name}(/|$)`,
      allowTypeImports: true,
      message: `${folder}/ imports only types from ${name}/.`,
    })),
  );
  if (folder !== "recorder") {
    patterns.push({
      regex: "^(\\.\\./)+index\\.ts$",
      message: "Nothing imports index.ts but the recorder.",
    });
  }
  return {
    files: [`${folder}/**/*.ts`],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

const restrictedSyntax = [
  {
    selector: "ExportDefaultDeclaration",
    message: "Named exports only: a name that is the same everywhere can be searched for.",
  },
];
const exit = {
  selector: "CallExpression[callee.object.name='process'][callee.property.name='exit']",
  message: "Only cli/main.ts ends the process; throw a CliError instead.",
};
const configRead = {
  selector: "NewExpression[callee.property.name='Config'], NewExpression[callee.name='Config']",
  message: "Config is read once, in config/load.ts.",
};

export default tseslint.config(
  { ignores: ["node_modules/", ".msa/", "**/*.mjs", "**/*.cjs", "policy/index.js"] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // The Kubernetes client's types are classes, and are meant to be written as literals.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // Each `?.` and `??` counts as a branch.
      complexity: ["error", 12],
      "max-lines": ["error", { max: 250 }],
      "max-lines-per-function": ["error", { max: 50, skipComments: true, skipBlankLines: true }],
      "no-restricted-syntax": ["error", ...restrictedSyntax, exit, configRead],
    },
  },
  mayImport("config", []),
  mayImport("manifests", []),
  mayImport("report", []),
  mayImport("components", [], ["config"]),
  mayImport("recorder", ["config"]),
  mayImport("policy", ["config", "manifests"]),
  mayImport("toolchain", []),
  mayImport("verify", []),
  mayImport("cli", ["config", "manifests", "policy", "recorder", "report", "toolchain", "verify"]),
  { files: ["index.ts"], rules: { "max-lines": ["error", { max: 80 }] } },
  {
    files: ["cli/main.ts", "toolchain/**/main.ts", "recorder/main.ts"],
    rules: { "no-restricted-syntax": ["error", ...restrictedSyntax, configRead] },
  },
  {
    // verify/ is a program of its own; all that it is told is one value.
    files: ["config/load.ts", "verify/index.ts"],
    rules: { "no-restricted-syntax": ["error", ...restrictedSyntax, exit] },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
