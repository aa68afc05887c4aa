/** How long a program should wait before it asks again for a page that a silent register left incomplete. */
export const outageRetrySeconds = '15';
