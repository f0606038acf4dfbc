import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { chooseSubprotocol, createAccess, type Admission } from '../../ingest/access.ts';
import { createKeyring } from '../../ingest/keys.ts';

const KEY = { name: 'pbx', secret: 'a-secret-of-the-tests-12' };

function request(headers: IncomingHttpHeaders, url = '/v1/events'): IncomingMessage {
	const made = new IncomingMessage(new Socket());
	return Object.assign(made, {
		url,
		headers: { host: 'ingest.example:8787', upgrade: 'websocket', ...headers }
	});
}

const access = (now = () => 0) => createAccess({ keyring: createKeyring([KEY]), now });
const told = (admission: Admission) =>
	admission.ok
		? admission.key.name
		: [admission.refused.status, admission.refused.reason, admission.refused.path];

const right = { authorization: `Bearer ${KEY.secret}` };
const wrong = { authorization: 'Bearer wrong' };

test.each([
	['the right key', right, 'pbx'],
	['a wrong key', wrong, [401, 'unauthorized', 'Authorization']],
	['no key', {}, [401, 'unauthorized', 'Authorization']],
	[
		'a page of another host',
		{ ...right, origin: 'https://evil.example' },
		[403, 'forbidden_origin', 'Origin']
	],
	['an origin that is none', { ...right, origin: 'null' }, [403, 'forbidden_origin', 'Origin']],
	['a page of its own', { ...right, origin: 'http://ingest.example:8787' }, 'pbx']
])('judges a request with %s', (_what, headers, expected) => {
	expect(told(access().checkKey(request(headers)))).toEqual(expected);
});

test('tells an address to wait after twenty wrong keys in a minute, and when', () => {
	let at = 0;
	const { checkKey } = access(() => at);
	for (let tries = 0; tries < 20; tries++) expect(told(checkKey(request(wrong)))).toContain(401);
	const admission = checkKey(request(wrong));
	expect(told(admission)).toEqual([429, 'too_many_failures', 'Authorization']);
	expect(admission).toMatchObject({ refused: { headers: { 'retry-after': '3' } } });
	at += 3_000;
	expect(told(checkKey(request(wrong)))).toContain(401);
	expect(told(checkKey(request(wrong)))).toContain(429);
});

test('opens to a right key from an address with many wrong ones: others may stand behind it', () => {
	const { checkKey } = access();
	for (let tries = 0; tries < 30; tries++) checkKey(request(wrong));
	expect(told(checkKey(request(right)))).toBe('pbx');
});

test.each([
	['touchstone.v1', 'pbx'],
	['cloudevents.json', 'pbx'],
	['graphql-ws, cloudevents.json', 'pbx'],
	['cloudevents.avro', [400, 'unknown_subprotocol', 'Sec-WebSocket-Protocol']],
	['', [400, 'unknown_subprotocol', 'Sec-WebSocket-Protocol']]
])('judges an upgrade that offers %j', (protocol, expected) => {
	const headers = { ...right, 'sec-websocket-protocol': protocol };
	expect(told(access().checkUpgrade(request(headers)))).toEqual(expected);
});

test('has no WebSocket elsewhere', () => {
	expect(told(access().checkUpgrade(request(right, '/live')))).toEqual([404, 'not_found', 'path']);
});

test.each([
	[['cloudevents.json', 'touchstone.v1'], 'cloudevents.json'],
	[['touchstone.v1', 'cloudevents.json'], 'touchstone.v1'],
	[['cloudevents.avro', 'touchstone.v1'], 'touchstone.v1'],
	[['CloudEvents.JSON'], undefined]
])('takes the first of %j that it speaks', (offered, chosen) => {
	expect(chooseSubprotocol(offered)).toBe(chosen);
});
