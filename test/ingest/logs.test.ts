import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { event, KEY, openSocket, spawnIngest } from './support.ts';

// What a producer sends stays out of the log, whatever is wrong with it.

const CUSTOMER = 'marker-customer-91f3';
const COMMENT = 'marker-comment-5ac0';
const SECRET = 'marker-secret-7b22-of-nobody';
const MARKERS = [CUSTOMER, COMMENT, SECRET, KEY];

let folder: string;
let ingest: Awaited<ReturnType<typeof spawnIngest>>;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'touchstone-logs-'));
	ingest = await spawnIngest({ TOUCHSTONE_DATA: folder, CLICKHOUSE_URL: 'http://127.0.0.1:9' });
});
afterAll(async () => {
	ingest.kill('SIGKILL');
	await ingest.exited;
	rmSync(folder, { recursive: true, force: true });
});

const answered = (id: string, data: object = {}) => ({
	...event(id),
	type: 'survey.answered',
	data: { customer: CUSTOMER, comment: COMMENT, instrument: 'csat', score: 5, ...data }
});

const GOOD = answered('good');
const BAD = [
	answered('score', { score: COMMENT }),
	answered('comment', { comment: { text: COMMENT } }),
	{ ...answered('type'), type: COMMENT },
	{ ...answered('time'), time: COMMENT },
	{ ...answered('', {}), source: CUSTOMER },
	{ ...answered('large'), extension: COMMENT.repeat(10_000) },
	CUSTOMER,
	[CUSTOMER]
];

async function post(body: string, headers: Record<string, string> = {}) {
	const url = ingest.url.replace('ws:', 'http:');
	const known = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
	const response = await fetch(url, { method: 'POST', headers: { ...known, ...headers }, body });
	return response.status;
}

test('writes no customer, comment or secret into its log, for good events and for bad', async () => {
	const { socket, frame, next, closed } = await openSocket(ingest.url);
	frame(1, [GOOD, ...BAD]);
	expect(await next()).toMatchObject({ accepted: 1, rejected: { length: BAD.length } });
	socket.send(`{"seq": 2, "events": [${JSON.stringify(GOOD)}`);
	expect(await closed).toBe(1007);

	const plain = await openSocket(ingest.url, { protocol: 'cloudevents.json' });
	plain.socket.send(JSON.stringify(GOOD));
	plain.socket.send(JSON.stringify(BAD[0]));
	plain.socket.send(`{"customer": "${CUSTOMER}`);
	expect(await plain.closed).toBe(1007);

	expect(await post(JSON.stringify([GOOD, ...BAD]))).toBe(200);
	expect(await post(`{"customer": "${CUSTOMER}`)).toBe(400);
	expect(await post('{}', { 'content-type': COMMENT })).toBe(415);
	expect(await post('{}', { authorization: `Bearer ${SECRET}` })).toBe(401);
	await expect(openSocket(ingest.url, { key: SECRET })).rejects.toThrow('401');
	await expect(openSocket(ingest.url, { protocol: SECRET })).rejects.toThrow('400');

	// It did write a log.
	await expect.poll(() => ingest.output.join('\n')).toMatch(/"unknown_subprotocol".*"connection refused"/);
	const output = ingest.output.join('\n');
	expect(output).toContain('ClickHouse does not take events');
	for (const marker of MARKERS) expect(output).not.toContain(marker);
}, 20_000);

test('writes every line of its log as JSON, but for the words to people', () => {
	const lines = ingest.output.filter((line) => !/^Ingest (key|takes)/.test(line));
	for (const line of lines)
		expect(JSON.parse(line)).toMatchObject({ name: 'ingest', msg: expect.any(String) });
});
