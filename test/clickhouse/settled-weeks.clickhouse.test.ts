import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';
import type { CellsOf } from '#schema/clickhouse/settled/rolled.ts';
import type { KpiAsk, KpiId } from '#schema/kpi.ts';
import { askKpis } from '../../src/lib/server/kpi/ask.ts';
import { createSettler, type Settler } from '../../src/lib/server/settled/settler.ts';
import { rollsOf } from '../../src/lib/server/settled/weeks.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';
import { event, store } from '../support/events.ts';
import { promise } from '../support/ledger.ts';

// Over weeks, durations and active customers are answered from roll-ups of whole weeks, and are what `cases` say.

const ZONE = 'Europe/Berlin';
/** A Monday; a week later the clocks go back. */
const MONDAY = Date.UTC(2026, 9, 12);
const DAY = 86_400_000;
const NOW = MONDAY + 60 * DAY;
const WEEKS = { from: '2026-10-12T00:00:00+02:00', to: '2026-11-09T00:00:00+01:00' };
const KPIS: KpiId[] = ['first_response', 'resolution_time', 'complaints_per_10k'];

let database: TestDatabase;
let settler: Settler;

beforeAll(async () => {
	database = await testDatabase();
	// Cases of a day take longer from day to day.
	await promise(database.clickhouse, { metric: 'resolution', threshold_s: 3600 });
	await prepareSettled(database.clickhouse, database.database);
	settler = createSettler({
		clickhouse: connect({ url: database.url, database: database.database }),
		...{ database: database.database, zone: ZONE, now: () => NOW }
	});
	await store(database.clickhouse, Array.from({ length: 28 }, (_, day) => dayOf(day)).flat());
	await settler.settleAll();
});
afterAll(async () => {
	await settler.stop();
	await database.clickhouse.command({ query: `DROP DATABASE ${database.database}_settled SYNC` });
	await database.drop();
});

const at = (day: number, minutes: number) => new Date(MONDAY + day * DAY + minutes * 60_000).toISOString();

/** Some cases of a day, none on a Sunday, and customers that come again within the week and in later ones. */
function dayOf(day: number) {
	if (day % 7 === 6) return [];
	return Array.from({ length: 6 }, (_, index) => {
		const name = `${day}-${index}`;
		const data = {
			team: index % 2 ? 'Desk' : 'Shop',
			channel: 'chat',
			customer: `c${(day * 5 + index) % 11}`
		};
		const opened = 480 + index * 60;
		return [
			event('case.opened', name, at(day, opened), { ...data, kind: index === 0 ? 'complaint' : 'request' }),
			event('case.responded', name, at(day, opened + (index + 1) * (day % 5)), data),
			event('case.resolved', name, at(day, opened + 40 + day), data),
			event('customer.active', '', at(day, opened), { customer: data.customer, value: 1 }, `active ${name}`)
		];
	}).flat();
}

const asked = (kpi: KpiId, of: Partial<KpiAsk> = {}): KpiAsk[] =>
	([{ grain: 'total' }, { grain: 'week' }, { grain: 'week', by: 'team' }] as const).map((cut) => ({
		kpi,
		teams: [],
		channels: [],
		...WEEKS,
		...cut,
		...of
	}));

const ask = (asks: KpiAsk[], way?: Settler) =>
	askKpis(database.clickhouse, asks, { zone: ZONE, now: NOW, settler: way });

/** But for quantiles, which come from histograms. */
const rows = (answers: Awaited<ReturnType<typeof ask>>) =>
	answers.map(({ rows }) =>
		rows.map((row) =>
			Object.fromEntries(
				Object.entries(row).filter(
					([name]) => !('p50' in row && ['value', 'p50', 'p90', 'p95'].includes(name))
				)
			)
		)
	);

async function expectTheSame(of?: Partial<KpiAsk>) {
	for (const kpi of KPIS) {
		const asks = asked(kpi, of);
		expect(rows(await ask(asks, settler))).toEqual(rows(await ask(asks)));
	}
}

/** How many weeks of a KPI are read as one. */
async function weeksRead(kpi: CellsOf) {
	const settled = await settler.catchUp();
	const [days, weeks] = [(await settled?.daysOf(kpi)) ?? [], (await settled?.weeksOf(kpi)) ?? []];
	const span = { zone: ZONE, from: Date.parse(WEEKS.from), to: Date.parse(WEEKS.to) };
	const rolls = new Set(weeks.map(({ roll }) => roll));
	return rollsOf(days, weeks, span).filter((roll) => rolls.has(roll)).length;
}

test('weeks are read as one, and say what their cases say', async () => {
	for (const kpi of ['first_response', 'resolution_time', 'active_customers'] as const)
		expect(await weeksRead(kpi)).toBe(4);
	await expectTheSame();
	await expectTheSame({ teams: ['Desk'] });
	await expectTheSame({ channels: ['chat'] });
});

test('how many were within their standard is told from weeks, too', async () => {
	const [total] = await ask(asked('resolution_time'), settler);
	expect(total?.rows).toMatchObject([{ n: 144, numerator: 108, denominator: 144 }]);
});

test('a range that begins or ends within a week, and one by days, do not read that week as one', async () => {
	await expectTheSame({ from: '2026-10-14T00:00:00+02:00', to: '2026-11-05T12:00:00+01:00' });
	await expectTheSame({ grain: 'day' });
});

test('what comes late is in the answer at once, and in the week once that is rolled up again', async () => {
	await store(database.clickhouse, [
		event('case.responded', '3-4', at(3, 725)),
		event('case.opened', 'late', at(6, 700), { team: 'Desk', channel: 'chat', customer: 'new' }),
		event('case.responded', 'late', at(6, 900)),
		event('customer.active', '', at(8, 700), { customer: 'new', value: 1 }, 'late active')
	]);
	await settler.catchUp();
	expect(await weeksRead('first_response')).toBe(3);
	await expectTheSame();
	await settler.settleAll();
	expect(await weeksRead('first_response')).toBe(4);
	await expectTheSame();
});
