import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAccess } from '../../../ingest/access.ts';
import { createCounters } from '../../../ingest/counters.ts';
import { createHttp } from '../../../ingest/http.ts';
import { createKeyring } from '../../../ingest/keys.ts';
import { createPipeline } from '../../../ingest/pipeline.ts';
import { SOURCE_NAMES } from '../../../ingest/sources/registry.ts';
import { sourceRoutes } from '../../../ingest/sources/route.ts';
import type { SpoolRecord } from '../../../ingest/spool.ts';
import { KEY } from '../support.ts';
import { record } from './amazon-connect-payloads.ts';
import { acd, customer, notification, QUEUE } from './genesys-payloads.ts';

const records: SpoolRecord[] = [];
const counters = createCounters();
const pipeline = createPipeline({
	...{ counters, pseudonymKey: 'k', commitMs: 0 },
	spool: { append: (added) => void records.push(...added) }
});
const log = pino({ level: 'silent' });
const keyring = createKeyring([
	{ name: 'test', secret: KEY },
	{ name: 'billing', secret: `${KEY}-billing`, teams: new Set(['Billing']) }
]);
const routes = sourceRoutes({
	...{ pipeline, counters, zone: 'Asia/Shanghai', afford: () => 1234 },
	settings: {
		genesys: { names: { [QUEUE]: 'Billing' } },
		'genesys/emea': { names: { [QUEUE]: 'Rechnungen' } }
	}
});
const server = createServer(
	createHttp({
		access: createAccess({ keyring }),
		...{ pipeline, log, routes, afford: () => 1234, limit: { waitMs: () => 0 } }
	}).onRequest
);
let url = '';
beforeAll(async () => {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/v1/sources` : '';
});
afterAll(() => void server.close());
beforeEach(() => void records.splice(0));

const stored = () => Buffer.concat(records.map(({ block }) => block)).toString('latin1');

async function post(path: string, body: unknown, { type = 'application/json', key = KEY } = {}) {
	const response = await fetch(`${url}/${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': type },
		body: typeof body === 'string' ? body : JSON.stringify(body)
	});
	return { status: response.status, answer: await response.json() };
}

test('a payload becomes events that go the way of all events, and is answered as they are', async () => {
	expect(await post('amazon-connect', [record({ ContactId: 'r-1' })])).toEqual({
		status: 200,
		answer: { ack: 0, accepted: 4, duplicates: 0, rejected: [], credit: 1234, unmapped: [] }
	});
	expect((await post('amazon-connect', record({ ContactId: 'r-1' }))).answer).toMatchObject({
		duplicates: 4
	});
	expect(stored()).toContain('amazon-connect:r-1');
	expect(stored()).not.toContain('+12025550123');
});

test('says what it found no meaning for, how often, and counts it', async () => {
	const strange = (ContactId: string) => record({ ContactId, DisconnectReason: 'BOREDOM' });
	const { answer } = await post('amazon-connect', [strange('u-1'), strange('u-2')]);
	expect(answer).toMatchObject({
		accepted: 8,
		unmapped: [{ field: 'DisconnectReason', value: 'BOREDOM', count: 2 }]
	});
	expect(counters.unmapped).toEqual({ 'amazon-connect': 2 });
});

test('takes lines of JSON, and text', async () => {
	const lines = ['l-1', 'l-2'].map((ContactId) => JSON.stringify(record({ ContactId }))).join('\n');
	const { answer } = await post('amazon-connect', `${lines}\n`, { type: 'application/x-ndjson' });
	expect(answer).toMatchObject({ accepted: 8 });
	const log = '1767603600|1767603590.1|Billing|NONE|ENTERQUEUE||+12025550123|1\n';
	expect(await post('asterisk', log, { type: 'text/plain' })).toMatchObject({
		status: 200,
		answer: { accepted: 1 }
	});
});

test('each source has its names, and each account its own or those of its source', async () => {
	const waiting = notification([customer(), acd()]);
	await post('genesys', waiting);
	expect(stored()).toContain('Billing');
	await post('genesys?account=emea', waiting);
	expect(stored()).toContain('Rechnungen');
	expect(stored()).toContain('genesys/emea:conv-1');
	records.splice(0);
	await post('genesys?account=without-settings', waiting);
	expect(stored()).toContain('Billing');
});

test('a key for certain teams may not send for another: the event is named', async () => {
	const other = record({ ContactId: 't-1', LastUpdateTimestamp: null, Queue: { Name: 'Experts' } });
	const { answer } = await post('amazon-connect', other, { key: `${KEY}-billing` });
	expect(answer.accepted).toBe(0);
	expect(answer.rejected[0]).toMatchObject({
		...{ index: 0, reason: 'forbidden_team', path: 'data.team', type: 'case.opened', id: 't-1:opened' }
	});
});

test.each([
	['an unknown source', 'carrier-pigeon', '{}', 404, 'path'],
	['a source below a source', 'genesys/emea', '{}', 404, 'path'],
	['what every object has', 'toString', '{}', 404, 'path'],
	['no JSON', 'genesys', '{', 400, ''],
	['a line that is no JSON', 'amazon-connect', '{}\n{', 400, 'line 2'],
	['what is no payload of the source', 'amazon-connect', '{"ContactId":7}', 400, 'contactId'],
	['a bad account', 'genesys?account=a/b', '{}', 400, 'account'],
	['a zone that there is not', 'zendesk?zone=Mars/Base', '{}', 400, 'zone']
])('refuses %s and names the field', async (what, path, body, status, field) => {
	const type = what.startsWith('a line') ? 'application/x-ndjson' : 'application/json';
	const refused = await post(path, body, { type });
	expect(refused).toMatchObject({
		status,
		answer: { error: { path: field, detail: expect.stringMatching(/.+/) } }
	});
	expect(records).toEqual([]);
});

test('names the sources there are where one is unknown', async () => {
	const { answer } = await post('nobody', '{}');
	for (const name of SOURCE_NAMES) expect(answer.error.detail).toContain(name);
});

test('takes nothing without a key, and nothing but POST', async () => {
	expect((await fetch(`${url}/genesys`, { method: 'POST', body: '{}' })).status).toBe(401);
	expect((await fetch(`${url}/genesys`)).status).toBe(405);
});
