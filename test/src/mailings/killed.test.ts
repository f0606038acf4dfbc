import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createMailings } from '../../../src/lib/server/mailings/mailings.ts';
import { folder } from '../dispatch/support.ts';
import { paper, publish } from './paper.ts';
import { orderOf, smtpServer } from './support.ts';

const MAIN = fileURLToPath(new URL('./process.ts', import.meta.url));
const HOUR_MS = 3_600_000;

function start(smtp: string, data: string) {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, smtp, data], { stdio: 'ignore' });
	const exited = once(child, 'exit');
	onTestFinished(() => void child.kill('SIGKILL'));
	return {
		async kill() {
			child.kill('SIGKILL');
			await exited;
		}
	};
}

test('killed between sending and writing it down, it sends once more under the same Message-ID, and no more', async () => {
	const [data, smtp] = [folder(), await smtpServer()];
	// Asked for two hours ago, due within the last one.
	const now = new Date();
	const mailings = createMailings({
		...{ data, smtp: smtp.url, zone: 'UTC', origin: 'http://desk', publish, printer: paper() },
		now: () => now.getTime() - 2 * HOUR_MS
	});
	onTestFinished(() => mailings.stop());
	mailings.replace(orderOf({ zone: 'UTC', weekday: now.getUTCDay() || 7, hour: now.getUTCHours() }));

	smtp.hold(true); // it has it, and says nothing
	const first = start(smtp.url, data);
	await smtp.until(1);
	await first.kill();
	smtp.hold(false);
	const second = start(smtp.url, data);
	await smtp.until(2);
	await expect.poll(() => mailings.answer().sent).toMatchObject([{ state: 'sent', tries: 2 }]);
	await second.kill();
	const ids = smtp.mails.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
	expect(new Set(ids).size).toBe(1);
	expect(smtp.mails).toHaveLength(2);
});
