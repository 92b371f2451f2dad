const advice = "Make one with `ssh-keygen -t ed25519 -N '' -f argocd` and give the file argocd.";

const pem =
  /^-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----\n([\s\S]+)\n-----END ((?:[A-Z]+ )*PRIVATE KEY)-----$/;

/** What is wrong with the text of an SSH key as OpenSSH reads it, which is what Argo CD logs in with. */
export function privateKeyFault(value: string): string | undefined {
  if (/^(ssh-|ecdsa-|sk-)|-----BEGIN [A-Z0-9 ]*PUBLIC KEY-----/.test(value)) {
    return "must be a private key (found a public one). Give the file without .pub at its end.";
  }
  if (value.startsWith("PuTTY-User-Key-File")) {
    return "must be a key in the form of OpenSSH (found one of PuTTY). Convert it with `puttygen key.ppk -O private-openssh -o key`.";
  }
  if (value.includes("\r")) {
    return "must have line breaks of Unix (found those of Windows). Convert the file with `dos2unix`.";
  }
  const [, label = "", body = "", end] = pem.exec(value) ?? [];
  if (label === "" || label !== end) {
    return `must be a private key in PEM, from BEGIN to END with its line breaks (found something else). ${advice}`;
  }
  if (isEncrypted(label, body)) {
    return `must be a key without a passphrase, since nobody is there to type it (found one with). ${advice}`;
  }
  return undefined;
}

/** PEM says so in words; OpenSSH's own form names the cipher first (PROTOCOL.key in its sources). */
function isEncrypted(label: string, body: string): boolean {
  if (label === "ENCRYPTED PRIVATE KEY" || body.includes("Proc-Type: 4,ENCRYPTED")) return true;
  if (label !== "OPENSSH PRIVATE KEY") return false;
  const content = Buffer.from(body, "base64");
  const magic = "openssh-key-v1\0";
  if (!content.subarray(0, magic.length).equals(Buffer.from(magic))) return false;
  const cipher = content.subarray(magic.length + 4, magic.length + 8).toString();
  return cipher !== "none";
}
