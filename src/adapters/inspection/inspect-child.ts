import { openFile } from './open-file.ts';
import type { Order } from './order.ts';

/** A process that opens one file after the other and holds no key, no connection and no secret; what a file does to it, it does to nobody else. */
process.on('message', (order: Order) => {
  void openFile(order).then((opened) => process.send?.({ id: order.id, ...opened }));
});
process.on('disconnect', () => process.exit(0));
