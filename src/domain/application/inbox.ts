import type { NoticeView } from './view.ts';

/** The inbox: newest first, and where the older ones begin (`null` when these are the last). `unread` counts all of them. */
export type InboxPage = {
  readonly notices: readonly (NoticeView & { readonly isRead: boolean })[];
  readonly unread: number;
  readonly before: number | null;
};
