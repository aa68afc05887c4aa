import type { Page } from 'playwright-core';

/** A village at the edge of the network, and a phone that was cheap some years ago. */
export const slowPhone = { kilobitsPerSecond: 120, latencyMs: 800, cpuSlowdown: 4 } as const;

/** Gives an open page the network and the processor of the slow phone. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const bytesPerSecond = (slowPhone.kilobitsPerSecond * 1000) / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slowPhone.latencyMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowPhone.cpuSlowdown });
}
