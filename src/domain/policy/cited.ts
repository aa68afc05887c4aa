/** Where a line of the pack comes from. `ours` says why, where the source is silent or can be read in two ways. */
export type Cited = {
  readonly clause: string;
  readonly ours?: string;
};
