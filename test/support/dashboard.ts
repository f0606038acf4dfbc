import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The dashboard as a process of its own, as npm start runs it; resolves when it is open. Needs a build. */
export async function startDashboard(env: Record<string, string>) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
		env: { PATH: process.env.PATH, PORT: '0', TOUCHSTONE_TIMEZONE: 'UTC', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const said: string[] = [];
	const url = new Promise<string>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr])
			createInterface({ input: stream }).on('line', (line) => {
				said.push(line);
				const [, address] = /open on (\S+)/.exec(line) ?? [];
				if (address) resolve(address);
			});
		child.once('close', () => reject(new Error(`The dashboard did not start:\n${said.join('\n')}`)));
	});
	// A dashboard that ends by itself has a reason, and every test after it fails for it.
	child.once('exit', (code) => {
		if (code) process.stderr.write(`The dashboard ended with ${code}:\n${said.slice(-20).join('\n')}\n`);
	});
	return {
		url: await url,
		pid: child.pid ?? 0,
		said,
		async stop() {
			if (child.exitCode !== null) return;
			const exit = once(child, 'exit');
			child.kill('SIGTERM');
			await exit;
		}
	};
}
