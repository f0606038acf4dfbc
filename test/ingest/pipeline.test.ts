import { expect, test } from 'vitest';
import { SIMULATOR_SOURCE } from '#schema/event.ts';
import { createCounters } from '../../ingest/counters.ts';
import { createPipeline, type From } from '../../ingest/pipeline.ts';
import type { SpoolRecord } from '../../ingest/spool.ts';
import { event } from './support.ts';

const from: From = { key: { name: 'test', secret: 'secret' }, bytes: 1_000, via: 'http' };

/** A pipeline into memory; `append` may fail. */
function pipelineOf(append: () => void = () => {}) {
	const records: SpoolRecord[] = [];
	const counters = createCounters();
	const pipeline = createPipeline({
		counters,
		pseudonymKey: 'k',
		commitMs: 0,
		spool: {
			append(added) {
				append();
				records.push(...added);
			}
		}
	});
	const rows = (table: string) =>
		records.filter((record) => record.table === table).reduce((sum, { rows }) => sum + rows, 0);
	return {
		pipeline,
		counters,
		rows,
		bytes: () => Buffer.concat(records.map(({ block }) => block)),
		take: (events: unknown[], changes: Partial<From> = {}) => pipeline.take(events, { ...from, ...changes })
	};
}

test('counts what became of each event, and why; keeps what it refused', async () => {
	const { take, counters, rows } = pipelineOf();
	expect(await take([event('1'), event('1'), 7, event('2')])).toEqual({
		accepted: 2,
		duplicates: 1,
		rejected: [expect.objectContaining({ index: 2, reason: 'invalid' })]
	});
	expect(counters).toMatchObject({ received: 4, accepted: 2, duplicates: 1, rejected: { invalid: 1 } });
	expect([rows('events'), rows('quarantine')]).toEqual([2, 1]);
});

test('answers a duplicate only with its first copy', async () => {
	const { pipeline } = pipelineOf();
	const answers: string[] = [];
	pipeline.submit([event('1')], from, () => answers.push('first'));
	pipeline.submit([event('1')], from, () => answers.push('second'));
	expect(answers).toEqual([]);
	pipeline.commit();
	expect(answers).toEqual(['first', 'second']);
});

test('takes again what could not be written, and counts it once', async () => {
	let broken = true;
	const { take, rows, counters } = pipelineOf(() => {
		if (broken) throw new Error('no disk');
	});
	await expect(take([event('1'), 7])).rejects.toThrow('no disk');
	expect(counters).toMatchObject({ received: 0, accepted: 0, rejected: {} });
	broken = false;
	expect(await take([event('1'), 7])).toMatchObject({ accepted: 1, duplicates: 0 });
	expect(counters).toMatchObject({ received: 2, accepted: 1, rejected: { invalid: 1 } });
	expect([rows('events'), rows('quarantine')]).toEqual([1, 1]);
});

test('tells nobody that a duplicate is safe whose first copy could not be written', async () => {
	const { pipeline, take } = pipelineOf(() => {
		throw new Error('no disk');
	});
	const first = expect(take([event('1')])).rejects.toThrow('no disk');
	const second = expect(take([event('1')])).rejects.toThrow('no disk');
	pipeline.commit();
	await Promise.all([first, second]);
});

test('lets no customer past but as a pseudonym, into quarantine neither', async () => {
	const { take, bytes, rows, pipeline } = pipelineOf();
	await take([
		event('1', { data: { customer: 'Zhang San' } }),
		event('2', { data: { customer: '' } }),
		event('3', { data: { customer: 'Zhang San', team: 7 } })
	]);
	expect([rows('events'), rows('quarantine')]).toEqual([2, 1]);
	expect(bytes().includes('Zhang San')).toBe(false);
	expect(bytes().includes(pipeline.pseudonym('Zhang San'))).toBe(true);
});

test('leaves pseudonyms that come out of quarantine as they are, and keeps there once what is refused again', async () => {
	const { take, bytes, rows, pipeline } = pipelineOf();
	const customer = pipeline.pseudonym('Zhang San');
	const replayed = [event('1', { data: { customer } }), event('2', { data: { customer, team: 7 } })];
	expect(await take(replayed, { pseudonymised: true })).toMatchObject({
		accepted: 1,
		rejected: [{ index: 1 }]
	});
	expect(bytes().includes(customer)).toBe(true);
	expect(rows('quarantine')).toBe(0);
});

test('forgets a source whose events were removed', async () => {
	const { take, pipeline } = pipelineOf();
	const simulated = event('1', { source: SIMULATOR_SOURCE });
	await take([simulated, event('1')]);
	pipeline.forget(SIMULATOR_SOURCE);
	expect(await take([simulated, event('1')])).toMatchObject({ accepted: 1, duplicates: 1 });
});
