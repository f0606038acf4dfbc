import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import {
	type DismissOrder,
	type DismissReport,
	type QuarantineAnswer,
	type QuarantinedEvent,
	type QuarantineFilter,
	type ReplayOrder,
	type ReplayReport,
	type ReplayVerdict
} from '#schema/quarantine.ts';
import type { Env } from '../../environment.ts';
import { setField } from './quarantine-edit.ts';
import { createIngest, loadsOf, type IngestHealth } from './quarantine-ingest.ts';
import { dismiss, recordReplays } from './quarantine-outcomes.ts';
import { readByIds, readProblems, readRows, readStep } from './quarantine-rows.ts';

/** Rejected events: what is there, having them judged anew, putting them aside. */
export type Quarantine = {
	problems(filter: QuarantineFilter): Promise<QuarantineAnswer['groups']>;
	rows(filter: QuarantineFilter, paging: Paging): Promise<Pick<QuarantineAnswer, 'rows' | 'next'>>;
	/** Throws IngestTrouble when ingest cannot take them; what it took until then is written down. */
	replay(order: ReplayOrder): Promise<ReplayReport>;
	dismiss(order: DismissOrder): Promise<DismissReport>;
	health(): Promise<IngestHealth>;
};

type Paging = { limit: number; cursor?: string };

type Options = {
	clickhouse: ClickHouseClient;
	env: Pick<Env, 'HOST' | 'INGEST_PORT' | 'TOUCHSTONE_DATA' | 'TOUCHSTONE_INGEST_KEYS'>;
};

/** An event on its way to ingest, or why it does not go. */
type Prepared = { row: QuarantinedEvent; event: unknown; edited: boolean } | ReplayVerdict;

const verdict = (
	id: string,
	outcome: ReplayVerdict['outcome'],
	reason: string,
	detail: string
): ReplayVerdict => ({
	...{ id, outcome, reason, path: '', detail }
});

/** So many of all that a filter finds are replayed at once: finding them is what takes time when there are very many. */
const STEP_ROWS = 2_000;

const CUT = 'something in the event was too long to be kept whole: edit it, or have its source send it again';

function prepare(row: QuarantinedEvent, whole: unknown, set: ReplayOrder['set']): Prepared {
	if (row.cut && whole === undefined) return verdict(row.id, 'rejected', 'cut', CUT);
	const kept: unknown = whole ?? JSON.parse(row.event);
	const event = set ? setField(kept, set) : kept;
	if (event === null) return verdict(row.id, 'skipped', '', '');
	return { row, event, edited: whole !== undefined || set !== undefined };
}

export function createQuarantine({ clickhouse, env }: Options): Quarantine {
	const ingest = createIngest(env);

	async function chosen(order: ReplayOrder) {
		if (order.filter) return readStep(clickhouse, order.filter, order.after ?? '', STEP_ROWS);
		return readByIds(
			clickhouse,
			(order.rows ?? []).map(({ id }) => id)
		);
	}

	async function replay(order: ReplayOrder): Promise<ReplayReport> {
		const rows = await chosen(order);
		const found = new Map(rows.map((row) => [row.id, row]));
		const edits = new Map(order.rows?.map(({ id, event }) => [id, event]));
		const prepared = rows.map((row) => prepare(row, edits.get(row.id), order.set));
		const going = prepared.flatMap((one) => ('row' in one ? one : []));
		const results = prepared.flatMap((one) => ('row' in one ? [] : one));
		for (const { id } of order.rows ?? [])
			if (!found.has(id)) results.push(verdict(id, 'rejected', 'unknown_row', 'there is no such row'));

		const byId = new Map(going.map((one) => [one.row.id, one]));
		const action = randomUUID();
		const loads = loadsOf(going.map(({ row: { id, key, via }, event }) => ({ id, key, via, event })));
		for (const load of loads) {
			const verdicts = await ingest.replay(load);
			const settled = verdicts.flatMap((verdict) => {
				const sent = byId.get(verdict.id);
				return sent ? { row: sent.row, edited: sent.edited, verdict } : [];
			});
			await recordReplays(clickhouse, settled, action);
			results.push(...verdicts);
		}
		const last = order.filter && rows.length === STEP_ROWS ? rows.at(-1) : undefined;
		return { results, next: last?.id ?? null };
	}

	return {
		problems: (filter) => readProblems(clickhouse, filter),
		rows: (filter, paging) => readRows(clickhouse, filter, paging),
		replay,
		dismiss: (order) => dismiss(clickhouse, order),
		health: ingest.health
	};
}
