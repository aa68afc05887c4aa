/** One thing looked at: whether it is well, what was seen, and what to do when it is not. */
export type Finding = { readonly what: string; readonly isWell: boolean; readonly seen: string };
