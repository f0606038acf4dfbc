import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { wallPlan } from '../../src/lib/wall/plan.ts';
import { WallQuestion } from '../../src/lib/wall/question.ts';
import { SHIPPED } from '../../src/lib/wall/shipped.ts';
import { event } from '../support/events.ts';
import { openHouse } from '../support/house.ts';

// What a viewer of a board costs the dashboard: processor time a delivered message, with so many viewers beside one, and how many
// queries ClickHouse gets in both. Memory of viewers that stop reading. `npx tsx test/bench/viewers.ts [viewers] [seconds]`

const VIEWERS = Number(process.argv[2] ?? 500);
const SECONDS = Number(process.argv[3] ?? 30);
/** Ticks of the kernel's clock a second (getconf CLK_TCK). */
const HERTZ = 100;

/** Processor seconds a process has used, and its resident memory in MB. */
function used(pid: number) {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return {
		seconds: (Number(fields[11]) + Number(fields[12])) / HERTZ,
		megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
	};
}

const [board] = SHIPPED;
if (!board) throw new Error('no board comes with the product');
const now = Date.now();
const day = {
	from: new Date(now - 43_200_000).toISOString(),
	to: new Date(now + 43_200_000).toISOString()
};
const { asks, calm } = wallPlan(board, WallQuestion.parse({ teams: [], channels: [] }), day);
const question = JSON.stringify({ ask: asks, calm });

async function openViewers(url: string, count: number) {
	let heard = 0;
	const sockets = await Promise.all(
		Array.from({ length: count }, async () => {
			const socket = new WebSocket(url.replace('http', 'ws') + '/live');
			socket.on('message', () => heard++);
			await once(socket, 'open');
			socket.send(question);
			return socket;
		})
	);
	return { sockets, heard: () => heard };
}

async function main() {
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-viewers-'));
	const engine = await startClickHouse({ dataDir });
	const env = { CLICKHOUSE_URL: engine.url('admin'), CLICKHOUSE_DATABASE: 'touchstone' };
	const clickhouse = connect({ url: env.CLICKHOUSE_URL, database: env.CLICKHOUSE_DATABASE });
	await migrate(clickhouse, env.CLICKHOUSE_DATABASE);
	const house = await openHouse(env);

	const queries = async () => {
		const found = await clickhouse.query({
			query: `SELECT value AS count FROM system.events WHERE event = 'SelectQuery'`,
			format: 'JSONEachRow'
		});
		const [row] = await found.json<{ count: string }>();
		return Number(row?.count);
	};

	/** What so many viewers cost while something happens four times a second. */
	async function measure(count: number) {
		const { sockets, heard } = await openViewers(house.url, count);
		await sleep(3_000);
		const [before, asked, told] = [used(house.pid), await queries(), heard()];
		for (let beat = 0; beat < SECONDS * 4; beat++) {
			const id = `${count}-${beat}`;
			const time = new Date().toISOString();
			await house.send([event('case.opened', id, time, { team: 'Hotline', channel: 'phone' })]);
			await sleep(150);
		}
		const [after, askedAfter] = [used(house.pid), await queries()];
		const messages = heard() - told;
		for (const socket of sockets) socket.terminate();
		return { seconds: after.seconds - before.seconds, messages, queries: askedAfter - asked };
	}

	try {
		const one = await measure(1);
		const many = await measure(VIEWERS);
		const each = (1e6 * (many.seconds - one.seconds)) / (many.messages - one.messages);
		console.log(
			`${VIEWERS} viewers: ${many.messages} messages, ${each.toFixed(1)} µs of processor time each beyond what one viewer costs; ` +
				`queries ${many.queries} ÷ ${one.queries} with one = ${(many.queries / one.queries).toFixed(2)}`
		);

		// Those that stop reading: what they hold in the server's memory.
		const { sockets } = await openViewers(house.url, 50);
		await sleep(2_000);
		const before = used(house.pid).megabytes;
		for (const socket of sockets) socket.pause();
		for (let beat = 0; beat < 120; beat++)
			await house.send([
				event('case.opened', `slow-${beat}`, new Date().toISOString(), {
					team: `Team ${beat}`,
					channel: 'phone'
				})
			]);
		const held = used(house.pid).megabytes - before;
		console.log(
			`50 viewers that stopped reading hold ${held.toFixed(1)} MB, ${(held / 50).toFixed(2)} MB each`
		);
		for (const socket of sockets) socket.terminate();
	} finally {
		await house.close();
		await clickhouse.close();
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

await main();
