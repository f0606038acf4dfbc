import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createErasure, ERASURE_PATH, type ErasureOptions } from '../../ingest/erasure.ts';
import { readArgs } from '../../ingest/erase/args.ts';
import type { Key } from '../../ingest/keys.ts';
import { createPseudonym } from '../../ingest/pseudonym.ts';

const ALL: Key = { name: 'crm', secret: 'x' };
const pseudonym = createPseudonym({ key: 'pseudonyms-of-the-tests' });

let server: Server | undefined;
afterEach(() => server?.close());

/** The route alone, before a spool that does as it is told. */
async function open(changes: Partial<ErasureOptions> = {}, key = ALL) {
	const done: string[] = [];
	const { routes } = createErasure({
		pseudonym,
		commit: () => void done.push('commit'),
		drained: async () => void done.push('drained'),
		spool: {
			wipe: () => done.push('wipe') > 0,
			stats: () => ({ bytes: 0, rows: 5, records: 1, limit_bytes: 1, aside: 0 })
		},
		log: pino({ level: 'silent' }),
		...changes
	});
	server = createServer((request, response) => void routes[ERASURE_PATH]?.POST?.(request, response, key));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
	async function erase(body: unknown) {
		const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
		return { status: response.status, body: await response.json() };
	}
	return { done, erase };
}

test('commits, waits until ClickHouse has everything, and makes the spool anew', async () => {
	const { done, erase } = await open();
	expect(await erase({ customer: 'Ann' })).toEqual({ status: 200, body: { pseudonym: pseudonym('Ann') } });
	expect(done).toEqual(['commit', 'drained', 'wipe']);
});

test('takes a pseudonym as it is', async () => {
	const { erase } = await open();
	expect((await erase({ pseudonym: 'a'.repeat(32) })).body).toEqual({ pseudonym: 'a'.repeat(32) });
});

test('tries again while events come in between', async () => {
	let tries = 0;
	const { done, erase } = await open({
		spool: {
			wipe: () => ++tries === 3,
			stats: () => ({ bytes: 1, rows: 1, records: 1, oldest_at: 1, limit_bytes: 1, aside: 0 })
		}
	});
	expect((await erase({ customer: 'Ann' })).status).toBe(200);
	expect(done.filter((step) => step === 'commit')).toHaveLength(3);
});

test('says so when ClickHouse does not take what waits', async () => {
	const { done, erase } = await open({ drained: () => new Promise(() => {}), waitMs: 1 });
	expect(await erase({ customer: 'Ann' })).toMatchObject({
		status: 503,
		body: { error: { reason: 'not_drained', detail: expect.stringContaining('5 events still wait') } }
	});
	expect(done).toEqual(['commit']);
});

test('says so when the spool keeps blocks that ClickHouse cannot read', async () => {
	const { erase } = await open({
		spool: {
			wipe: () => false,
			stats: () => ({ bytes: 1, rows: 1, records: 1, oldest_at: 1, limit_bytes: 1, aside: 2 })
		}
	});
	expect(await erase({ customer: 'Ann' })).toMatchObject({
		status: 409,
		body: { error: { reason: 'set_aside', detail: expect.stringContaining('2 blocks') } }
	});
});

test('is not for a key of certain teams', async () => {
	const { done, erase } = await open({}, { ...ALL, teams: new Set(['Billing']) });
	expect(await erase({ customer: 'Ann' })).toMatchObject({
		status: 403,
		body: { error: { path: 'Authorization' } }
	});
	expect(done).toEqual([]);
});

test.each([
	[{}],
	[{ customer: '' }],
	[{ customer: 7 }],
	[{ customer: 'x'.repeat(201) }],
	[{ pseudonym: 'Ann' }],
	[{ customer: 'Ann', pseudonym: 'a'.repeat(32) }],
	[null]
])('refuses %j without quoting it', async (body) => {
	const { done, erase } = await open();
	const refused = await erase(body);
	expect(refused.status).toBe(400);
	expect(JSON.stringify(refused.body)).not.toContain('Ann');
	expect(done).toEqual([]);
});

describe('the command line', () => {
	test('says whom, and which ingests', () => {
		expect(readArgs(['--customer', '-', '--ingest', 'http://a:1', '--ingest', 'http://b:2'])).toEqual({
			customer: '-',
			ingest: ['http://a:1', 'http://b:2']
		});
		expect(readArgs(['--help'])).toBe('help');
	});

	test.each([
		[[], 'say whom'],
		[['--customer', 'Ann', '--pseudonym', 'a'.repeat(32)], 'say whom'],
		[['--customer'], '--customer: expected a key, or -'],
		[['--customer', 'x'.repeat(201)], 'at most 200 characters'],
		[['--pseudonym', 'Ann'], '--pseudonym: expected 32 hexadecimal digits'],
		[['--customer', '-', '--ingest', 'Ann'], '--ingest: expected an address'],
		[['--costumer', 'Ann'], '--costumer: there is no such option'],
		[['Ann'], 'write --customer KEY']
	])('%j is refused, and its values are not repeated', (argv, words) => {
		expect(() => readArgs(argv)).toThrow(words);
		expect(() => readArgs(argv)).not.toThrow('Ann');
	});
});
