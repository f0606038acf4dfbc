import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askKpi } from '../../src/lib/server/kpi/ask.ts';
import { KpiAsk, type KpiId } from '#schema/kpi.ts';
import type { Sent } from '../oracle/history.ts';
import { DEFAULT_RULES } from '../oracle/standards.ts';
import { differencesOf } from './oracle/asking.ts';
import { organisationsIn, type Organisations } from './oracle/organisation.ts';
import { testDatabase, type TestDatabase } from '../support/clickhouse.ts';

// Days of 23 and of 25 hours, and the weeks and years that end around them, at all hours: not by chance.

let database: TestDatabase;
let organisations: Organisations;
beforeAll(async () => {
	database = await testDatabase();
	organisations = await organisationsIn(database);
});
afterAll(() => database.drop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** One whose hours, days and weeks are told apart in different ways; of the ledger too. */
const KPIS: readonly KpiId[] = ['cases_opened', 'first_response', 'promises_kept', 'retention', 'scorecard'];

const iso = (at: number) => new Date(at).toISOString();

/** Somebody comes every half hour, for so long from an hour before until an hour after. */
function dayAt(from: number, hours: number): Sent[] {
	const visits = Array.from({ length: 2 * (hours + 2) }, (_, nth) => from - HOUR + nth * 30 * MINUTE);
	return visits.flatMap((at, nth) => {
		const said = { source: 'pbx', subject: `case-${nth}` };
		const data = { team: nth % 3 ? 'north' : 'south', channel: 'phone', customer: `c${nth % 5}` };
		return [
			{ ...said, id: `o${nth}`, type: 'case.opened', time: iso(at), data },
			{ ...said, id: `r${nth}`, type: 'case.responded', time: iso(at + (10 + nth) * 1000), data: {} },
			{ ...said, id: `a${nth}`, type: 'customer.active', time: iso(at), data }
		];
	});
}

describe.each([
	['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
	['Europe/Berlin', '2026-10-24T22:00:00Z', 25],
	['America/New_York', '2026-03-08T05:00:00Z', 23],
	['America/New_York', '2026-11-01T04:00:00Z', 25],
	['Asia/Shanghai', '2026-12-31T16:00:00Z', 24]
])('in %s the day that begins at %s', (zone, midnight, hours) => {
	const from = Date.parse(midnight);
	const sent = dayAt(from, hours);
	const scope = {
		from: iso(from - HOUR),
		to: iso(from + (hours + 1) * HOUR),
		as_of: iso(from + 100 * 24 * HOUR),
		zone
	};
	const asked = { teams: [], channels: [], threshold_s: undefined };

	beforeAll(async () => {
		await organisations.layDown(DEFAULT_RULES);
		await organisations.deliver([sent]);
	});

	test(`has ${hours} hours, each with what happened in it`, async () => {
		const ask = KpiAsk.parse({
			...{ kpi: 'cases_opened', grain: 'hour', teams: [], channels: [] },
			...{ from: iso(from), to: iso(from + hours * HOUR) }
		});
		const answer = async (grain: 'hour' | 'day') =>
			(await askKpi(database.clickhouse, { ...ask, grain, kpi: 'cases_opened' }, { zone })).rows.map(
				({ bucket, n }) => [Date.parse(bucket ?? ''), n]
			);
		const all = Array.from({ length: hours }, (_, nth) => [from + nth * HOUR, 2]);
		expect(await answer('hour')).toEqual(all);
		expect(await answer('day')).toEqual([[from, 2 * hours]]);
	});

	test('is answered in every grain as the definitions say', async () => {
		const told = { sent, rules: DEFAULT_RULES, spells: [], scope: { ...scope, ...asked } };
		expect(await differencesOf(database.clickhouse, told, KPIS)).toEqual([]);
	});
});
