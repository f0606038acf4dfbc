import { afterAll, expect, test } from 'vitest';
import { printReports } from './campaign/report.ts';
import { runScenario, type Report, type Scenario } from './campaign/scenario.ts';
import { clickhouseAway, diskFull, filesLimited, killed, spoolFull } from './campaign/scenarios.ts';
import { mountSmallDisk } from './campaign/small-disk.ts';

// A short dose of the campaign; `npm run faults` is the long one.

const reports: Report[] = [];
afterAll(() => console.log(printReports(reports)));

async function run(scenario: Scenario): Promise<Report> {
	const report = await runScenario(scenario);
	reports.push(report);
	return report;
}

const seed = 20_261_121;

test('loses nothing and counts nothing twice when either of two ingests, ClickHouse or both are killed', async () => {
	const dose = { seed, rate: 4_000, eventsPerKill: 700, kills: 8 };
	const { findings, verdict } = await run(
		killed('everything killed', [['ingest'], ['clickhouse'], ['ingest', 'clickhouse']], dose, {
			...{ ingests: 2, connections: 6, resent: 0.1 }
		})
	);
	expect(findings).toEqual([]);
	expect(verdict.acked).toBe(verdict.events);
	expect(verdict.stored + verdict.bad).toBe(verdict.events);
	expect(verdict.duplicates).toBeGreaterThan(0);
});

test('takes and acknowledges what comes while ClickHouse is away, and hands all of it on', async () => {
	const { findings, verdict } = await run(clickhouseAway({ seed, seconds: 2, rate: 1_500 }));
	expect(findings).toEqual([]);
	expect(verdict.stored + verdict.bad).toBe(verdict.events);
});

test('says so when the spool is full, keeps what it has acknowledged, and goes on when there is room', async () => {
	const { findings, verdict } = await run(spoolFull({ seed, events: 3_500 }));
	expect(findings).toEqual([]);
	expect(verdict.stored + verdict.bad).toBe(verdict.events);
});

test('survives a full disk, a kill on it and a start on it', async () => {
	const disk = mountSmallDisk(10 * 1024 * 1024);
	const dose = { seed, events: 4_000 };
	try {
		const { findings, verdict } = await run(disk ? diskFull(dose, disk.path) : filesLimited(dose));
		expect(findings).toEqual([]);
		expect(verdict.stored + verdict.bad).toBe(verdict.events);
	} finally {
		disk?.unmount();
	}
});
