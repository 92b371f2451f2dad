const { reporters } = require("mocha");

/**
 * Mocha's spec reporter, closed by the name of each test that failed, so that the end of a long log tells
 * which, and by one plain line that a script can read: `N passed, N failed`.
 */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on("fail", (test) => failed.push(test.titlePath().join(" › ")));
    runner.once("end", () => {
      for (const title of failed) console.log(`failed: ${title}`);
      const { passes, failures, pending } = this.stats;
      const skipped = pending > 0 ? `, ${pending} skipped` : "";
      console.log(`${passes} passed, ${failures} failed${skipped}`);
    });
  }
};
