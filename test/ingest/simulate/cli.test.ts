import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** Runs the command as a user would; answers how it ended and what it said. */
async function simulate(args: string[], env: Record<string, string> = {}) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'ingest/simulate/main.ts', ...args], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk) => (out += chunk));
	child.stderr.on('data', (chunk) => (err += chunk));
	const [code] = await once(child, 'close');
	return { code, out, err };
}

test('the command refuses bad options with a readable list and exit code 1', async () => {
	const { code, out, err } = await simulate(['--teams', '0', '--bogus']);
	expect({ code, out }).toEqual({ code: 1, out: '' });
	expect(err).toBe(
		'These options are wrong (--help lists them):\n' +
			'  --bogus: there is no such option\n' +
			'  --teams: expected a whole number from 1 to 40\n'
	);
}, 30_000);

test('the command explains itself', async () => {
	const { code, out } = await simulate(['--help']);
	expect(code).toBe(0);
	expect(out).toContain('npm run simulate -- [options]');
}, 30_000);

test('the command says what to do when no key is there', async () => {
	const { code, err } = await simulate([], { TOUCHSTONE_DATA: '/nowhere' });
	expect(code).toBe(1);
	expect(err).toContain('/nowhere/ingest.key cannot be read. Start Touchstone first');
}, 30_000);
