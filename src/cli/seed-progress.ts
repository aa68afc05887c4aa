/** Says on the way how far a long work has come. */
export type Progress = {
  readonly count: (done: number) => void;
  /** How many a second, over the whole time. */
  readonly perSecond: () => number;
};

/** Progress towards `total`, a line about every two seconds; short work says nothing. */
export function progressOf(what: string, total: number, log: (line: string) => void): Progress {
  const began = performance.now();
  let [done, said] = [0, began];
  const perSecond = () => Math.round(done / ((performance.now() - began) / 1000));
  return {
    perSecond,
    count: (more) => {
      done += more;
      if (performance.now() - said < lineEveryMs) return;
      said = performance.now();
      log(`${what}: ${done} of ${total}, ${perSecond()} a second`);
    },
  };
}

const lineEveryMs = 2000;
