import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HELP, stepsOf, type Step } from './command.ts';

// npm run bench: the measurements the documents name, one after another, each in a process of its own.

const folders: string[] = [];

function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'touchstone-history-'));
	folders.push(made);
	return made;
}

function run({ part, args }: Step) {
	console.log(`\n── ${[part.name, ...args].join(' ')}`);
	const file = fileURLToPath(new URL(`${part.name}.ts`, import.meta.url));
	const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { stdio: 'inherit' });
	if (status !== 0) process.exitCode = 1;
}

try {
	const steps = stepsOf(process.argv.slice(2), folder);
	if (steps) steps.forEach(run);
	else console.log(HELP);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
} finally {
	for (const made of folders) rmSync(made, { recursive: true, force: true });
}
