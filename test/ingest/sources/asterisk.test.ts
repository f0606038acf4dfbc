import { describe, expect, test } from 'vitest';
import { asterisk, QUEUE_EVENTS } from '../../../ingest/sources/asterisk.ts';
import { briefly, idsOf, readWith, shaken } from './support.ts';

// Lines as https://docs.asterisk.org/Operation/Logging/Queue-Logs/ describes them, and as apps/app_queue.c writes them.
const CALL = [
	'1767603600|1767603600.71|sales|NONE|ENTERQUEUE||+49 (171) 555-0101|1',
	'1767603606|1767603600.71|sales|SIP/8006|RINGNOANSWER|5000',
	'1767603612|1767603600.71|sales|SIP/8007|CONNECT|12|1767603607.72|4',
	'1767603712|1767603600.71|sales|SIP/8007|COMPLETECALLER|12|100|1'
].join('\n');

const read = (text: string, options = {}) => readWith(asterisk, text, options);
const typesOf = (line: string) => read(line).events.map(({ type }) => type);

test('a call that is answered and completed is opened, responded to and resolved', () => {
	expect(read(CALL)).toEqual({
		unmapped: [],
		events: [
			{
				...{ specversion: '1.0', source: 'asterisk', type: 'case.opened', subject: 'asterisk:1767603600.71' },
				id: '1767603600.71|sales|NONE|ENTERQUEUE|2026-01-05T09:00:00.000Z',
				time: '2026-01-05T09:00:00.000Z',
				data: { team: 'sales', channel: 'phone', customer: '+491715550101' }
			},
			{
				...{
					specversion: '1.0',
					source: 'asterisk',
					type: 'case.responded',
					subject: 'asterisk:1767603600.71'
				},
				id: '1767603600.71|sales|SIP/8007|CONNECT|2026-01-05T09:00:12.000Z',
				time: '2026-01-05T09:00:12.000Z',
				data: { team: 'sales', agent: 'SIP/8007', channel: 'phone' }
			},
			{
				...{
					specversion: '1.0',
					source: 'asterisk',
					type: 'case.resolved',
					subject: 'asterisk:1767603600.71'
				},
				id: '1767603600.71|sales|SIP/8007|COMPLETECALLER|2026-01-05T09:01:52.000Z',
				time: '2026-01-05T09:01:52.000Z',
				data: { team: 'sales', agent: 'SIP/8007', channel: 'phone', resolution: 'COMPLETECALLER' }
			}
		]
	});
});

test('the same lines shuffled and doubled give the same events', () => {
	const lines = CALL.split('\n');
	const { events } = read(CALL);
	for (const seed of [1, 2, 3]) {
		const again = read(shaken(lines, seed).join('\n')).events;
		expect(idsOf(again)).toEqual(idsOf(events));
		for (const event of again) expect(events).toContainEqual(event);
	}
});

test('further parameters are ignored, an unknown event is counted and the rest is read', () => {
	const further = CALL.replaceAll('\n', '|something|new\n');
	expect(briefly(read(further).events, 'customer')).toEqual(briefly(read(CALL).events, 'customer'));
	const unknown = '1767603601|1767603600.71|sales|NONE|DID|4930555';
	expect(read(`${unknown}\n${CALL}`)).toEqual({
		events: read(CALL).events,
		unmapped: [{ field: 'event', value: 'DID' }]
	});
});

describe('every event of the log is decided', () => {
	const decided: Record<string, string | null> = {
		ABANDON: 'case.abandoned',
		ADDMEMBER: 'agent.state',
		AGENTDUMP: null,
		AGENTLOGIN: 'agent.state',
		AGENTCALLBACKLOGIN: 'agent.state',
		AGENTLOGOFF: 'agent.state',
		AGENTCALLBACKLOGOFF: 'agent.state',
		ATTENDEDTRANSFER: 'case.transferred',
		BLINDTRANSFER: 'case.transferred',
		COMPLETEAGENT: 'case.resolved',
		COMPLETECALLER: 'case.resolved',
		CONFIGRELOAD: null,
		CONNECT: 'case.responded',
		ENTERQUEUE: 'case.opened',
		EXITEMPTY: 'case.abandoned',
		EXITWITHKEY: 'case.closed',
		EXITWITHTIMEOUT: 'case.abandoned',
		QUEUESTART: null,
		REMOVEMEMBER: 'agent.state',
		RINGNOANSWER: null,
		RINGCANCELED: null,
		SYSCOMPAT: 'case.abandoned',
		TRANSFER: 'case.transferred',
		// written by app_queue.c, not on the page
		OUTCALL: null,
		PAUSE: 'agent.state',
		PAUSEALL: 'agent.state',
		PENALTY: null,
		RINGINUSE: null,
		UNPAUSE: 'agent.state',
		UNPAUSEALL: 'agent.state',
		WITHDRAW: 'case.abandoned'
	};

	test.each(Object.entries(decided))('%s', (event, type) => {
		const line = `1767603600|1767603600.71|sales|SIP/8007|${event}|1|1|30`;
		expect(typesOf(line)).toEqual(type ? [type] : []);
		expect(read(line).unmapped).toEqual([]);
	});

	test('and no other stands in the table', () => {
		expect(Object.keys(QUEUE_EVENTS).sort()).toEqual(Object.keys(decided).sort());
	});
});

test('a queue that lets a call go unanswered says nothing of the wait', () => {
	const dataOf = (event: string) =>
		read(`1767603600|1767603600.71|sales|NONE|${event}|1|1|300`).events[0]?.data;
	expect(dataOf('EXITWITHTIMEOUT')).toMatchObject({ resolution: 'EXITWITHTIMEOUT', wait_known: false });
	expect(dataOf('ABANDON')).not.toHaveProperty('wait_known');
});

test('a call passed on has a new agent, whom the log does not name', () => {
	const [event] = read('1767603600|1767603600.71|sales|SIP/8007|BLINDTRANSFER|200|internal|12|38|1').events;
	expect(event?.data).toEqual({ channel: 'phone' });
});

test('an agent is available, away or offline, in a queue or in all', () => {
	const stateOf = (line: string) => {
		const [event] = read(line).events;
		return [event?.subject, event?.data.agent, event?.data.team, event?.data.state];
	};
	expect(stateOf('1767603600|MANAGER|sales|SIP/8007|ADDMEMBER|')).toEqual([
		undefined,
		'SIP/8007',
		'sales',
		'available'
	]);
	expect(stateOf('1767603600|REALTIME|sales|SIP/8007|ADDMEMBER|PAUSED')).toEqual([
		undefined,
		'SIP/8007',
		'sales',
		'away'
	]);
	expect(stateOf('1767603600|NONE|NONE|SIP/8007|PAUSEALL|lunch')).toEqual([
		undefined,
		'SIP/8007',
		undefined,
		'away'
	]);
	expect(stateOf('1767603600|NONE|NONE|SIP/8007|UNPAUSEALL|')).toEqual([
		undefined,
		'SIP/8007',
		undefined,
		'available'
	]);
	expect(stateOf('1767603600|NONE|NONE|Agent/1001|AGENTLOGOFF|SIP/8007|43')).toEqual([
		...[undefined, 'Agent/1001', undefined, 'offline']
	]);
});

test.each(['', 'anonymous', 'Unknown', 'unavailable', 'Restricted'])('the number %j is nobody', (number) => {
	const { events } = read(`1767603600|1767603600.71|sales|NONE|ENTERQUEUE||${number}|1|Ann Smith`);
	expect(events[0]?.data).toEqual({ team: 'sales', channel: 'phone' });
});

test("a caller's name is not taken", () => {
	const { events } = read(
		'1767603600|1767603600.71|sales|NONE|ENTERQUEUE|http://crm/7|4917155501|1|Ann Smith'
	);
	expect(JSON.stringify(events)).not.toMatch(/Ann|crm/);
});

test('queues and agents take the names of the settings', () => {
	const { events } = read(CALL, { names: { sales: 'Sales', 'SIP/8007': 'Desk 7' } });
	expect(events[1]?.data).toMatchObject({ team: 'Sales', agent: 'Desk 7' });
});

test('an event without a call is counted, for it belongs to no case', () => {
	const line = '1767603600|NONE|sales|SIP/8007|CONNECT|12';
	expect(read(line)).toEqual({ events: [], unmapped: [{ field: 'call', value: 'NONE' }] });
});

test('a line that cannot be read is counted; a text without a line of the log is refused', () => {
	expect(read(`Jan  5 09:00:00 restarted\r\n${CALL}`).unmapped).toEqual([
		{ field: 'line', value: 'unreadable' }
	]);
	const refused = { ok: false, refusal: { reason: 'invalid', detail: expect.stringContaining('queue_log') } };
	expect(asterisk.read('<html>', { zone: 'UTC' })).toMatchObject(refused);
	expect(asterisk.read({ line: CALL }, { zone: 'UTC' })).toMatchObject(refused);
	expect(asterisk.read('', { zone: 'UTC' })).toEqual({ ok: true, mapped: { events: [], unmapped: [] } });
});
