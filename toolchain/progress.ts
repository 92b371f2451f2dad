import ora from "ora";

/** Tells the user what is going on and for how long. */
export interface Progress {
  /** One line that stays. */
  line(text: string): void;
  /**
   * Runs `work` under a heading that shows how long it has taken so far, and returns its result.
   * What `work` tells stands behind the heading until it tells something else.
   */
  step<Result>(text: string, work: (tell: Tell) => Promise<Result>): Promise<Result>;
}

/** Says in a few words what is going on inside a step. */
export type Tell = (detail: string) => void;

/** Where progress is written; `isTTY` decides its form. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Without a terminal, a step says at least this often that it is still going on. */
const heartbeatMilliseconds = 15_000;

/** A spinner on a terminal; elsewhere plain lines, with a heartbeat. */
export function progressTo(output: NodeJS.WriteStream): Progress {
  return output.isTTY ? spinningProgress(output) : plainProgress(output);
}

/** Lines only, for logs; `heartbeat` is in milliseconds. */
export function plainProgress(output: Output, heartbeat = heartbeatMilliseconds): Progress {
  const line = (text: string) => {
    output.write(`${text}\n`);
  };
  return {
    line,
    async step(text, work) {
      const elapsed = stopwatch();
      let detail = "";
      line(`${text} …`);
      const timer = setInterval(() => {
        line(`${text} … ${detail}${elapsed()} so far`);
      }, heartbeat);
      try {
        const result = await work((told) => {
          detail = `${told}, `;
        });
        line(`${text}: done in ${elapsed()}`);
        return result;
      } catch (error) {
        line(`${text}: stopped after ${elapsed()}`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

function spinningProgress(output: NodeJS.WriteStream): Progress {
  return {
    line(text) {
      output.write(`${text}\n`);
    },
    async step(text, work) {
      const elapsed = stopwatch();
      // Left to itself, ora takes standard input over and swallows Ctrl-C's signal.
      const spinner = ora({ text, stream: output, discardStdin: false }).start();
      let detail = "";
      const draw = () => {
        spinner.text = `${text} … ${detail}${elapsed()} so far`;
      };
      const timer = setInterval(draw, 1000);
      try {
        const result = await work((told) => {
          detail = `${told}, `;
          draw();
        });
        spinner.succeed(`${text}: done in ${elapsed()}`);
        return result;
      } catch (error) {
        spinner.fail(`${text}: stopped after ${elapsed()}`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** Starts now; each call says how long it has been, in words. */
export function stopwatch(): () => string {
  const start = Date.now();
  return () => duration((Date.now() - start) / 1000);
}

/** `4 s`, `1 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}
