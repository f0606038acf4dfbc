import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { send } from '../../../src/lib/wall/send.ts';

test('what is not answered in time is given up, and so is the connection', async () => {
	const server = createServer(() => {}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'));
	expect(await send(`http://127.0.0.1:${port}/`, { within_ms: 50 })).toMatchObject({ status: 0 });
	await closed;
	server.close();
});
