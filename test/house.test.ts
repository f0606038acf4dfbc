import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

function files(folder: string): string[] {
	return readdirSync(join(ROOT, folder)).flatMap((name) => {
		const path = join(folder, name);
		if (name === 'paraglide') return [];
		if (statSync(join(ROOT, path)).isDirectory()) return files(path);
		return /\.(ts|svelte)$/.test(name) ? [path] : [];
	});
}

/** What a file imports of ours, as paths from the root. */
function imports(file: string): string[] {
	const source = readFileSync(join(ROOT, file), 'utf8');
	const names = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap((match) => match[1] ?? []);
	return names.flatMap((name) => {
		if (name.startsWith('#schema/')) return [name.slice(1)];
		if (name.startsWith('$lib')) return [name.replace('$lib', 'src/lib')];
		return name.startsWith('.') ? [relative(ROOT, resolve(ROOT, dirname(file), name))] : [];
	});
}

const crossing = (folder: string, forbidden: string[]) =>
	files(folder).flatMap((file) =>
		imports(file)
			.filter((path) => forbidden.some((other) => path.startsWith(`${other}/`)))
			.map((path) => `${file} imports ${path}`)
	);

test('schema imports nothing of ours', () => {
	expect(crossing('schema', ['ingest', 'src', 'test'])).toEqual([]);
});

test('ingest and src do not know each other, nor the tests', () => {
	expect(crossing('ingest', ['src', 'test'])).toEqual([]);
	expect(crossing('src', ['ingest', 'test'])).toEqual([]);
});

test('the model that numbers are compared with shares nothing with what it is compared to', () => {
	const shared = files('test/oracle').flatMap((file) =>
		imports(file)
			.filter((path) => !path.startsWith('test/oracle/'))
			.map((path) => `${file} imports ${path}`)
	);
	expect(shared).toEqual([]);
});

test('the library does not import routes', () => {
	expect(crossing('src/lib', ['src/routes'])).toEqual([]);
});

test('no page compiles schemas: a strict CSP refuses what zod would write', () => {
	const compiling = files('src').filter((file) => imports(file).includes('schema/compile.ts'));
	expect(compiling).toEqual([]);
});

test('no SQL stands in a route or a component', () => {
	const svelte = [...files('src/routes'), ...files('src/lib/components')];
	const withSql = svelte.filter((file) =>
		/\bSELECT\s|GROUP BY|quantile/.test(readFileSync(join(ROOT, file), 'utf8'))
	);
	expect(withSql).toEqual([]);
});

test('every message is there in both languages', () => {
	const keys = (locale: string) =>
		Object.keys(JSON.parse(readFileSync(join(ROOT, `src/lib/messages/${locale}.json`), 'utf8'))).sort();
	expect(keys('zh-CN')).toEqual(keys('en'));
});

test('.ci/run runs exactly the test line of the README', () => {
	const line = /^npm ci && npm test$/m;
	expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toMatch(line);
	expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toMatch(line);
	expect(execFileSync('git', ['ls-files', '-s', '.ci/run'], { cwd: ROOT, encoding: 'utf8' })).toMatch(
		/^(100755|$)/
	);
});
