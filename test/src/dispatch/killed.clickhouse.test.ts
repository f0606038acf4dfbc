import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createOutbox } from '../../../src/lib/server/dispatch/outbox.ts';
import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { ownClickHouse } from '../../faults/support.ts';
import { event, store } from '../../support/events.ts';
import { startReceiver } from '../../support/receiver.ts';
import { folder, orderOf } from './support.ts';

const MAIN = fileURLToPath(new URL('./process.ts', import.meta.url));
const MINUTE_MS = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

function act(url: string, data: string) {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, url, data], { stdio: 'ignore' });
	const exited = once(child, 'exit');
	onTestFinished(() => void child.kill('SIGKILL'));
	return {
		async kill() {
			child.kill('SIGKILL');
			await exited;
		}
	};
}

test('killed between sending and writing it down, with ClickHouse killed as well, it escalates once and tells all under one key each', async () => {
	const engine = await ownClickHouse();
	const url = clickhouseUrl({ TOUCHSTONE_DATA: engine.dataDir }, 'app');
	const data = folder();
	const hook = await startReceiver();
	onTestFinished(() => hook.close());
	const outbox = createOutbox({ file: join(data, 'notices.db'), now: () => Date.now() - 60 * MINUTE_MS });
	onTestFinished(() => outbox.close());
	outbox.began(); // an hour ago
	outbox.targets.replace(orderOf({ kind: 'webhook', address: hook.url }), true);
	await store(engine.clickhouse, [
		event('case.opened', 'a', ago(20 * MINUTE_MS), { channel: 'phone', team: 'North' })
	]);

	hook.answer(() => undefined); // it has it, and says nothing
	const first = act(url, data);
	await hook.until(1);
	await first.kill();
	await engine.kill();
	hook.answer((response) => void response.writeHead(204).end());
	const second = act(url, data);
	await hook.until(3);
	await engine.restart();
	await store(engine.clickhouse, [
		event('case.opened', 'b', ago(20 * MINUTE_MS), { channel: 'phone', team: 'North' })
	]);
	await hook.until(5);
	await second.kill();

	const cases = hook.received.map(({ body }) => {
		const { type, promise } = JSON.parse(body);
		return `${type} of ${promise.case_id}`;
	});
	expect(cases.sort()).toEqual([
		...['breach of a', 'breach of a', 'breach of b'],
		...['escalation of a', 'escalation of b']
	]);
	expect(new Set(hook.keys()).size).toBe(4);
	const result = await engine.clickhouse.query({
		query: `SELECT count() AS rows, uniqExact(breach) AS breaches FROM breach_escalations`,
		format: 'JSONEachRow'
	});
	expect(await result.json()).toEqual([{ rows: 2, breaches: 2 }]);
});
