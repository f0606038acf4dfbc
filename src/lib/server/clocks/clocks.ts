import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { ClockSpells, type ClockOrder, type ClockSpell } from '#schema/clock.ts';
import { moment } from '../kpi/moment.ts';
import { putRow, readRows, type VersionRow } from '../versions/rows.ts';
import { noticed } from './notice.ts';

/** There is one list. */
const ID = 'clocks';

/** Of every five minutes since a time, where a clock was slow. One that was fast is in no number anyhow: what lies in the future was refused. */
const SEEN = /* sql */ `
	SELECT source, offset_s, since, until
	FROM source_clocks(from = {from:DateTime64(3, 'UTC')}, to = {to:DateTime64(3, 'UTC')})
	WHERE offset_s > 0
	ORDER BY since, source`;

const Seen = z.array(
	z.object({ source: z.string(), offset_s: z.int(), since: z.string(), until: z.string().nullable() })
);

const HOUR_MS = 3_600_000;

/** The spells that stand, and as which version of the list. */
export type StandingClocks = { version: number; spells: ClockSpell[] };

/** A version of the list: who saved it when. */
export type ClocksVersion = StandingClocks & Pick<VersionRow, 'saved_at' | 'saved_by'>;

/** What came of saying something of a spell. `changed`: another version stands than it was said of. */
export type ClockChange = ({ outcome: 'done' | 'changed' } & StandingClocks) | { outcome: 'nothing' };

export type Clocks = {
	read(): Promise<StandingClocks>;
	/** Every version of the list, the latest first. */
	versions(): Promise<ClocksVersion[]>;
	/** Says of a spell whether the clock was wrong; `from`: which version of the list it is said of, undefined: whatever stands. */
	say(said: { id: string; order: ClockOrder; from: number | undefined; by: string }): Promise<ClockChange>;
	/** Writes down what is to be seen since a time (ms). Whether there was anything new. */
	look(from: number): Promise<boolean>;
};

/** Who is always overtaken by somebody else stops trying. */
const TRIES = 5;

export function createClocks({
	clickhouse,
	now = Date.now
}: {
	clickhouse: ClickHouseClient;
	now?: () => number;
}): Clocks {
	const place = { clickhouse, table: 'clock_spells' as const };

	const rows = () => readRows(place, ID, ClockSpells);

	async function read(): Promise<StandingClocks> {
		const [last] = await rows();
		return { version: last?.row.version ?? 0, spells: last?.content.spells ?? [] };
	}

	const stored = (spell: ClockSpell) => ({
		...spell,
		since: moment(Date.parse(spell.since)),
		until: spell.until === null ? null : moment(Date.parse(spell.until)),
		said_at: spell.said_at === null ? null : moment(Date.parse(spell.said_at))
	});

	/** Saves a list as the version after `from`; whether it stands, or another writer's that came first. */
	function save(from: number, spells: readonly ClockSpell[], saved_by: string): Promise<boolean> {
		const row: VersionRow = {
			...{ id: ID, version: from + 1, saved_by, deleted: 0, token: randomUUID() },
			saved_at: new Date(now()).toISOString()
		};
		return putRow(place, row, { spells: spells.map(stored) }, ClockSpells);
	}

	/** Changes the list that stands, again when somebody else was quicker. Null: nothing is to be changed. */
	async function change(
		next: (standing: StandingClocks) => ClockSpell[] | null,
		by: string
	): Promise<StandingClocks | null> {
		for (let tries = 0; tries < TRIES; tries++) {
			const standing = await read();
			const spells = next(standing);
			if (!spells) return null;
			if (await save(standing.version, spells, by)) return { version: standing.version + 1, spells };
		}
		throw new Error('The list of clocks is being changed by others all the time.');
	}

	return {
		read,
		versions: async () =>
			(await rows()).map(({ row: { version, saved_at, saved_by }, content: { spells } }) => ({
				...{ version, saved_at, saved_by, spells }
			})),
		async say({ id, order, from, by }) {
			let refused: ClockChange = { outcome: 'nothing' };
			const said_at = new Date(now()).toISOString();
			const done = await change((standing) => {
				if (!standing.spells.some((spell) => spell.id === id)) return null;
				if (from !== undefined && from !== standing.version) {
					refused = { outcome: 'changed', ...standing };
					return null;
				}
				return standing.spells.map((spell) => (spell.id === id ? { ...spell, ...order, said_at } : spell));
			}, by);
			return done ? { outcome: 'done', ...done } : refused;
		},
		async look(from) {
			const found = await clickhouse.query({
				query: SEEN,
				query_params: { from: moment(from), to: moment(now() + HOUR_MS) },
				format: 'JSONEachRow'
			});
			const seen = Seen.parse(await found.json());
			if (seen.length === 0) return false;
			const done = await change(({ spells }) => {
				const now = noticed(spells, seen);
				return JSON.stringify(now) === JSON.stringify(spells) ? null : now;
			}, '');
			return done !== null;
		}
	};
}
