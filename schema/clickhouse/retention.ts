import { z } from 'zod';
import type { ClickHouseClient } from './client.ts';
import { ACTIVES, ALL_KINDS, settledOf } from './settled/kinds.ts';

/**
 * What can be kept for a limited time, and the tables and times that follow from the word. Rows expire, not cases: of a case
 * that lasts longer than its time, steps that old may go while it goes on. What became of a rejected event goes with it.
 */
const KINDS = {
	events: [{ table: 'events', time: 'time' }],
	cases: [
		{ table: 'cases', time: 'last_time' },
		{ table: 'late_steps', time: 'time' },
		{ table: 'breach_actions', time: 'time' },
		{ table: 'breach_escalations', time: 'escalated_at' }
	],
	customer_activity: [{ table: 'customer_activity', time: 'time' }],
	checks: [
		{ table: 'inspections', time: 'time' },
		{ table: 'staff_surveys', time: 'time' }
	],
	agent_states: [{ table: 'agent_states', time: 'time' }],
	quarantine: [
		{ table: 'quarantine', time: 'last_received' },
		{ table: 'quarantine_outcomes', time: 'at' }
	]
} as const;

const Kind = z.enum(['events', 'cases', 'customer_activity', 'checks', 'agent_states', 'quarantine']);
type Kind = z.infer<typeof Kind>;

const UNITS = { day: 'Day', week: 'Week', month: 'Month', year: 'Year' } as const;
const Unit = z.enum(['day', 'week', 'month', 'year']);

/** How long each kind is kept; what is not in it is kept for ever. */
export type Retention = ReadonlyMap<Kind, Kept>;

type Kept = { count: number; unit: z.infer<typeof Unit> };

const EXAMPLE = 'events=25 months,quarantine=90 days';
const MOST = 10_000;

function parsePart(part: string): [Kind, { count: number; unit: z.infer<typeof Unit> }] {
	const [, name = '', count = '', unit = ''] = /^(\w+)\s*=\s*(\d+)\s*([a-z]+?)s?$/i.exec(part) ?? [];
	const kind = Kind.safeParse(name);
	const parsedUnit = Unit.safeParse(unit.toLowerCase());
	if (name === '') throw new Error(`"${part}": expected a table and how long it is kept, such as ${EXAMPLE}`);
	if (!kind.success) throw new Error(`"${part}": expected one of ${Kind.options.join(', ')} before the =`);
	if (!parsedUnit.success) throw new Error(`"${part}": expected days, weeks, months or years`);
	if (Number(count) < 1 || Number(count) > MOST)
		throw new Error(`"${part}": expected a number from 1 to ${MOST}`);
	return [kind.data, { count: Number(count), unit: parsedUnit.data }];
}

/** Reads `events=25 months,quarantine=90 days`. Throws naming the part that is wrong. */
export function parseRetention(text: string): Retention {
	const parts = text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.map(parsePart);
	const retention = new Map(parts);
	if (parts.length > retention.size) throw new Error('one table stands in it twice');
	return retention;
}

/** TOUCHSTONE_RETENTION, in the words of the environment. */
export const RetentionText = z
	.string()
	.default('')
	.transform((text, context): Retention => {
		try {
			return parseRetention(text);
		} catch (error) {
			context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
			return z.NEVER;
		}
	})
	.describe(`how long what is kept, such as ${EXAMPLE}; what is not named is kept for ever`);

const wordsOf = ({ count, unit }: { count: number; unit: string }) =>
	`${count} ${unit}${count > 1 ? 's' : ''}`;

const Tables = z.array(z.object({ name: z.string(), engine_full: z.string() }));

/** The TTL each table has now, as ClickHouse writes it; '' for none. */
async function readTtls(clickhouse: ClickHouseClient, database: string): Promise<Map<string, string>> {
	const result = await clickhouse.query({
		query: 'SELECT name, engine_full FROM system.tables WHERE database = {database:String}',
		query_params: { database },
		format: 'JSONEachRow'
	});
	return new Map(
		Tables.parse(await result.json()).map(({ name, engine_full }) => [
			name,
			/ TTL (.+?)(?: SETTINGS .*)?$/.exec(engine_full)?.[1] ?? ''
		])
	);
}

async function changeTtl(clickhouse: ClickHouseClient, table: string, ttl: string) {
	if (ttl === '') return clickhouse.command({ query: `ALTER TABLE ${table} REMOVE TTL` });
	// What is there is not written anew for it: each part only learns when it expires, and loses its rows by a merge then.
	await clickhouse.command({
		query: `ALTER TABLE ${table} MODIFY SETTING materialize_ttl_recalculate_only = 1`
	});
	await clickhouse.command({
		query: `ALTER TABLE ${table} MODIFY TTL ${ttl}`,
		clickhouse_settings: { materialize_ttl_after_modify: 1, mutations_sync: '0' }
	});
}

const ttlOf = (time: string, kept: Kept | undefined) =>
	kept ? `${time} + toInterval${UNITS[kept.unit]}(${kept.count})` : '';

const timeOfSettled = (table: string) => {
	if (table.startsWith('cells_')) return 'day';
	if (table === 'visits') return 'at';
	return ALL_KINDS.some(({ name }) => name === table) ? 'basis_at' : null;
};

const OF_CUSTOMERS: readonly string[] = [ACTIVES.name, 'cells_active_customers'];

/** What is derived from cases, and from what customers did, is kept no longer than they are. */
async function limitSettled(clickhouse: ClickHouseClient, settled: string, retention: Retention) {
	for (const [table, current] of await readTtls(clickhouse, settled)) {
		const time = timeOfSettled(table);
		const kept = retention.get(OF_CUSTOMERS.includes(table) ? 'customer_activity' : 'cases');
		if (time !== null && ttlOf(time, kept) !== current)
			await changeTtl(clickhouse, `${settled}.${table}`, ttlOf(time, kept));
	}
}

/**
 * Brings the tables' TTLs to `retention`: what differs from what is in force is changed, and nothing else touched. Resolves with
 * what was changed and what is in force, a line each, for people.
 */
export async function applyRetention(
	clickhouse: ClickHouseClient,
	database: string,
	retention: Retention
): Promise<string[]> {
	const current = await readTtls(clickhouse, database);
	const lines: string[] = [];
	for (const kind of Kind.options) {
		const kept = retention.get(kind);
		for (const { table, time } of KINDS[kind]) {
			const ttl = ttlOf(time, kept);
			if (ttl === current.get(table)) continue;
			await changeTtl(clickhouse, table, ttl);
			lines.push(`Retention of ${table} changed: now kept ${kept ? `for ${wordsOf(kept)}` : 'for ever'}.`);
		}
	}
	await limitSettled(clickhouse, settledOf(database), retention);
	const inForce = [...retention].map(([kind, kept]) => `${kind} ${wordsOf(kept)}`);
	if (inForce.length > 0) lines.push(`Retention: ${inForce.join(', ')}; all else is kept for ever.`);
	return lines;
}
