import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf } from './device.ts';

// what the browser says of itself => what its owner reads
const table = `
  Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 => Chrome, Android
  Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36 => Samsung Internet, Android
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1 => Safari, iPhone
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.0.0 Mobile/15E148 Safari/604.1 => Chrome, iPhone
  Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.10.0 Safari/537.36 => Yandex, Windows
  Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0 => Edge, Windows
  Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/120.0 => Opera, Windows
  Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0 => Firefox, Linux
  Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 => Safari, macOS
  Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 => Chrome, ChromeOS
  curl/8.5.0 => unknown, unknown
  <script>alert(1)</script> => unknown, unknown
`;

test('a person reads the names of the browser and the system of each device, and nothing that a stranger could write there', () => {
  const lines = table.trim().split('\n');
  assert.equal(lines.length, 12);
  for (const line of lines) {
    const [said = '', expected] = line.trim().split(' => ');
    const { browser, system } = deviceOf(said);
    assert.equal(`${browser ?? 'unknown'}, ${system ?? 'unknown'}`, expected, said);
  }
  assert.deepEqual(deviceOf(''), { browser: null, system: null });
});
