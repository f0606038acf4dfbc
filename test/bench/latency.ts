import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { buildIfStale } from '../../src/build.ts';
import { openBrowser } from '../support/browser.ts';
import { event } from '../support/events.ts';
import { openHouse, openPage } from '../support/house.ts';

// How long an event takes from the producer's send to the number on an open page, in Chromium, with `cases` cases of the
// last 30 days behind it. Run it with `npx tsx test/bench/latency.ts [cases] [samples]`.

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

async function main() {
	const cases = Number(process.argv[2] ?? 10_000);
	const samples = Number(process.argv[3] ?? 40);
	buildIfStale(process.cwd(), console.log);
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-latency-'));
	const engine = await startClickHouse({ dataDir });
	const clickhouse = connect({ url: engine.url('admin'), database: 'touchstone' });
	await migrate(clickhouse, 'touchstone');
	const house = await openHouse({ CLICKHOUSE_URL: engine.url('admin'), CLICKHOUSE_DATABASE: 'touchstone' });
	const browser = await openBrowser();
	try {
		await house.send(
			Array.from({ length: cases }, (_, index) => {
				const opened = 600 + (index * 29 * 86_400) / cases;
				const data = {
					team: `Team ${index % 8}`,
					agent: `Agent ${index % 64}`,
					channel: 'phone',
					topic: 'bill'
				};
				return [
					event('case.opened', `c${index}`, ago(opened), data),
					event('case.responded', `c${index}`, ago(opened - 9)),
					event('case.resolved', `c${index}`, ago(opened - 300))
				];
			}).flat()
		);
		const { page } = await openPage(browser, house.url);
		const n = page.locator('article', { has: page.locator('[data-kpi=first_response]') }).locator('.foot');
		const shown = async () =>
			Number(((await n.textContent()) ?? '').match(/n\s([\d,]+)/)?.[1]?.replaceAll(',', '') ?? 0);
		while ((await shown()) !== cases) await sleep(100);

		const times: number[] = [];
		for (let sample = 1; sample <= samples; sample++) {
			await sleep(Math.random() * 500);
			const sent = performance.now();
			await house.send([
				event('case.opened', `s${sample}`, ago(20), { team: 'Team 1', channel: 'phone' }),
				event('case.responded', `s${sample}`, ago(10))
			]);
			while ((await shown()) < cases + sample) await sleep(5);
			times.push(performance.now() - sent);
		}
		times.sort((a, b) => a - b);
		const at = (share: number) => Math.round(times[Math.ceil(share * times.length) - 1] ?? 0);
		console.log(
			`event → page with ${cases} cases in 30 days: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, max ${at(1)} ms (${samples} samples)`
		);
	} finally {
		await browser.close();
		await house.close();
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

await main();
