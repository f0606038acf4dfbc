import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Spell } from '../../oracle/clocks.ts';
import { readHistory, type Sent } from '../../oracle/history.ts';
import { ledger } from '../../oracle/ledger.ts';
import type { Rules } from '../../oracle/standards.ts';

const ALL = /* sql */ `
	SELECT
		case_id,
		simulated,
		metric,
		toUnixTimestamp64Milli(made_at)        AS made_ms,
		toUnixTimestamp64Milli(due_at)         AS due_ms,
		toUnixTimestamp64Milli(done_at)        AS done_ms,
		toUnixTimestamp64Milli(said_broken_at) AS said_broken_ms,
		toUnixTimestamp64Milli(breach_at)      AS breach_ms,
		threshold_s,
		clock,
		splitByChar('@', calendar)[1]          AS calendar,
		team,
		agent,
		channel,
		tier,
		topic,
		customer,
		priority,
		owner,
		state,
		promise_id
	FROM promise_ledger(
		as_of    = {as_of:DateTime64(3, 'UTC')},
		from     = toDateTime64('1990-01-01 00:00:00', 3, 'UTC'),
		to       = toDateTime64('2100-01-01 00:00:00', 3, 'UTC'),
		teams    = [],
		channels = [])`;

const ms = z.coerce.number().nullable();
const Row = z
	.object({
		simulated: z.coerce.boolean(),
		made_ms: ms,
		due_ms: ms,
		done_ms: ms,
		said_broken_ms: ms,
		breach_ms: ms,
		promise_id: z.string().min(1)
	})
	.loose();

/** The ledger as ClickHouse holds it; throws where two promises have one name. */
async function answered(clickhouse: ClickHouseClient, as_of: string) {
	const result = await clickhouse.query({ query: ALL, query_params: { as_of }, format: 'JSONEachRow' });
	const rows = z.array(Row).parse(await result.json());
	const ids = new Set(rows.map(({ promise_id }) => promise_id));
	if (ids.size !== rows.length) throw new Error(`${rows.length} promises, but ${ids.size} names`);
	return rows.map(({ promise_id: _id, ...row }) => row);
}

/** The ledger as it should be at a moment. */
const expected = (sent: Sent[], rules: Rules, spells: Spell[], as_of: string) =>
	ledger(readHistory(sent, spells), rules, Date.parse(as_of)).map(
		({ at: _at, basis: _basis, made_at, due_at, done_at, said_broken_at, breach_at, ...row }) => ({
			...row,
			simulated: false,
			made_ms: made_at,
			due_ms: due_at,
			done_ms: done_at,
			said_broken_ms: said_broken_at,
			breach_ms: breach_at
		})
	);

const line = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));

/** When every promise is due. */
export const ALL_DUE = '2099-01-01T00:00:00.000Z';

/** Rows of the ledger that stand on one side only, as many times as they stand there too often. */
export async function ledgerDifferences(
	clickhouse: ClickHouseClient,
	{ sent, rules, spells, as_of = ALL_DUE }: { sent: Sent[]; rules: Rules; spells: Spell[]; as_of?: string }
) {
	const counts = new Map<string, number>();
	const add = (rows: object[], by: number) => {
		for (const key of rows.map(line)) counts.set(key, (counts.get(key) ?? 0) + by);
	};
	add(await answered(clickhouse, as_of.replace('Z', '')), 1);
	add(expected(sent, rules, spells, as_of), -1);
	return [...counts].flatMap(([row, times]) =>
		times === 0 ? [] : [`${times > 0 ? 'answered, not expected' : 'expected, not answered'}: ${row}`]
	);
}
