import { expect, test } from 'vitest';
import { SIMULATOR_SOURCE } from '#schema/event.ts';
import type { Item } from '../../ingest/clickhouse.ts';
import { createCounters } from '../../ingest/counters.ts';
import { createPipeline } from '../../ingest/pipeline.ts';
import { event } from './support.ts';

const key = { name: 'test', secret: 'secret' };

/** A pipeline into memory; `insert` may refuse, wait or fail. */
function pipelineOf(insert: (items: Item[]) => Promise<void> = async () => {}) {
	const stored: Item[] = [];
	const counters = createCounters();
	const pipeline = createPipeline({
		counters,
		pseudonymKey: 'k',
		batchMs: 0,
		store: {
			async insert(items) {
				await insert(items);
				stored.push(...items.filter(({ refused }) => !refused));
			},
			ping: () => Promise.resolve(true),
			abort() {}
		}
	});
	return {
		pipeline,
		stored,
		counters,
		take: (events: unknown[]) => pipeline.take(events, { key, bytes: 1_000 })
	};
}

test('counts what became of each event, and why', async () => {
	const { take, counters } = pipelineOf();
	expect(await take([event('1'), event('1'), 7, event('2')])).toMatchObject({
		accepted: 2,
		duplicates: 1,
		rejected: [{ index: 2, reason: 'invalid' }]
	});
	expect(counters).toMatchObject({ accepted: 2, duplicates: 1, rejected: { invalid: 1 } });
});

test('answers a duplicate only when its first copy is stored', async () => {
	let begin = () => {};
	let store = () => {};
	const begun = new Promise<void>((resolve) => (begin = resolve));
	const { take } = pipelineOf(() => {
		begin();
		return new Promise((resolve) => (store = resolve));
	});
	const answers: string[] = [];
	const first = take([event('1')]).then(() => answers.push('first'));
	const second = take([event('1')]).then(() => answers.push('second'));
	await begun;
	expect(answers).toEqual([]);
	store();
	await Promise.all([first, second]);
	expect(answers).toEqual(['first', 'second']);
});

test('rejects what the store refuses, at its place, and takes it when it comes again', async () => {
	let poisonous = true;
	const { take, stored } = pipelineOf(async (items) => {
		for (const item of items)
			if (poisonous && item.id === '2') item.refused = { reason: 'invalid', path: '', detail: 'poison' };
	});
	expect(await take([event('1'), event('2'), event('3')])).toEqual({
		accepted: 2,
		duplicates: 0,
		rejected: [{ index: 1, reason: 'invalid', path: '', detail: 'poison' }]
	});
	poisonous = false;
	expect(await take([event('2')])).toMatchObject({ accepted: 1 });
	expect(stored.map(({ id }) => id)).toEqual(['1', '3', '2']);
});

test('takes again what could not be stored', async () => {
	let broken = true;
	const { take, stored, counters } = pipelineOf(async () => {
		if (broken) throw new Error('gone');
	});
	await expect(take([event('1')])).rejects.toThrow('gone');
	expect(counters.accepted).toBe(0);
	broken = false;
	expect(await take([event('1')])).toMatchObject({ accepted: 1, duplicates: 0 });
	expect(stored).toHaveLength(1);
});

test('lets no customer past but as a pseudonym', async () => {
	const { take, stored } = pipelineOf();
	await take([event('1', { data: { customer: 'Zhang San' } }), event('2', { data: { customer: '' } })]);
	expect(JSON.stringify(stored)).not.toContain('Zhang San');
	expect(stored[0]?.row).toMatch(/"customer":"[0-9a-f]{32}"/);
	expect(stored[1]?.row).not.toMatch(/"customer":"[^"]/);
});

test('forgets a source whose events were removed', async () => {
	const { take, pipeline } = pipelineOf();
	const simulated = event('1', { source: SIMULATOR_SOURCE });
	await take([simulated, event('1')]);
	pipeline.forget(SIMULATOR_SOURCE);
	expect(await take([simulated, event('1')])).toMatchObject({ accepted: 1, duplicates: 1 });
});
