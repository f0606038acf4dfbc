import { z } from 'zod';
import { createStandards } from '../../../src/lib/server/standards/standards.ts';
import { EVENT_DATA, type CloudEvent, type EventType } from '#schema/event.ts';
import type { Spell } from '../../oracle/clocks.ts';
import type { Sent } from '../../oracle/history.ts';
import type { Rules } from '../../oracle/standards.ts';
import type { TestDatabase } from '../../support/clickhouse.ts';
import { store } from '../../support/events.ts';

const isType = (type: string): type is EventType => Object.hasOwn(EVENT_DATA, type);

/** Too late to tell of a clock. */
const MUCH_LATER = Date.UTC(2100, 0, 1);

/** When ingest has an event. */
const receivedAt = ({ time, late_s }: Sent) =>
	late_s === undefined ? MUCH_LATER : Date.parse(time) + late_s * 1000;

const cloudEvent = ({ type, subject, late_s: _late, ...event }: Sent): CloudEvent => {
	if (!isType(type)) throw new Error(`no such type: ${type}`);
	return { specversion: '1.0', type, ...(subject === undefined ? {} : { subject }), ...event };
};

/** What events fill: all that is empty before the first, but for what the standards file fills. */
const FILLED = /* sql */ `
	SELECT groupArray(name) AS names
	FROM system.tables
	WHERE database = currentDatabase()
		AND engine LIKE '%MergeTree'
		AND total_rows = 0
		AND name NOT IN ('standards', 'standards_files', 'calendars', 'parameters', 'clock_spells')`;

const Filled = z.tuple([z.object({ names: z.array(z.string()).min(1) })]);

/** A database, just migrated, in which one organisation after another is stored. */
export async function organisationsIn({ clickhouse }: Pick<TestDatabase, 'clickhouse'>) {
	const standards = createStandards({ clickhouse });
	const found = await clickhouse.query({ query: FILLED, format: 'JSONEachRow' });
	const [{ names }] = Filled.parse(await found.json());
	let inForce = '';

	/** Forgets what was stored and stores these batches. */
	async function deliver(batches: Sent[][]) {
		const forgotten = names.map((table) => clickhouse.command({ query: `TRUNCATE TABLE ${table}` }));
		await Promise.all(forgotten);
		await add(batches);
	}

	/** Stores these batches beside what is there. */
	async function add(batches: Sent[][]) {
		for (const batch of batches) await store(clickhouse, batch.map(cloudEvent), batch.map(receivedAt));
	}

	/** Saves what the organisation has laid down, as its standards file. */
	async function layDown(rules: Rules) {
		const wanted = JSON.stringify(rules);
		if (wanted === inForce) return;
		const replaced = await standards.replace({ input: rules, by: 'oracle', note: '' });
		if (replaced.outcome !== 'saved') throw new Error(JSON.stringify(replaced).slice(0, 2000));
		inForce = wanted;
	}

	let clocks = 0;

	/** Says of which sources the clocks were wrong. */
	async function setClocks(spells: Spell[]) {
		const values = spells.map((spell, at) => ({
			...{ ...spell, id: `${at}`, verdict: 'wrong', by: '', note: '', said_at: null },
			...{ since: spell.since.slice(0, -1), until: spell.until?.slice(0, -1) ?? null }
		}));
		const version = { id: 'clocks', version: ++clocks, token: '', saved_by: '', deleted: 0 };
		await clickhouse.insert({
			table: 'clock_spells',
			values: [{ ...version, saved_at: '2026-01-01 00:00:00', spells: values }],
			format: 'JSONEachRow'
		});
	}

	return { clickhouse, standards, deliver, add, layDown, setClocks };
}

export type Organisations = Awaited<ReturnType<typeof organisationsIn>>;
