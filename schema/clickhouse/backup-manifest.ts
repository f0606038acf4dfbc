import { createHash } from 'node:crypto';
import {
	closeSync,
	createReadStream,
	existsSync,
	fsyncSync,
	openSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';

export const MANIFEST = 'manifest.json';

/** What a table had in it. `checksum` is of its parts: it is the same as long as no part was written anew. */
const TableState = z.object({ rows: z.int(), parts: z.int(), checksum: z.string() });
export type TableState = z.infer<typeof TableState>;

/** What a backup holds: written last, so a folder without it is not a whole backup. */
export const Manifest = z.object({
	format: z.literal(1),
	/** Everything acknowledged before this moment is in it. */
	began_at: z.string(),
	clickhouse: z.string(),
	database: z.string(),
	/** The SQL files that had run. */
	migrations: z.array(z.string()),
	/** Functions of ours, which ClickHouse keeps outside any database. */
	functions: z.array(z.string().regex(/^CREATE FUNCTION touchstone_\w+ AS /)),
	tables: z.record(z.string(), TableState),
	files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() }))
});
export type Manifest = z.infer<typeof Manifest>;

function filesBelow(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? filesBelow(path) : [path];
	});
}

async function digest(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
	return hash.digest('hex');
}

/** Makes sure a file is on the disk and not on its way to it. */
function flush(file: string) {
	const opened = openSync(file, 'r');
	try {
		fsyncSync(opened);
	} finally {
		closeSync(opened);
	}
}

/** Every file of a backup with its size and checksum, each flushed to the disk. */
export async function describeFiles(dir: string, onProgress: (done: number, of: number) => void) {
	const paths = filesBelow(dir).sort();
	const files: Manifest['files'] = [];
	for (const path of paths) {
		flush(path);
		files.push({ path: relative(dir, path), bytes: statSync(path).size, sha256: await digest(path) });
		onProgress(files.length, paths.length);
	}
	return files;
}

export function writeManifest(dir: string, manifest: Manifest) {
	const file = join(dir, MANIFEST);
	writeFileSync(file, `${JSON.stringify(manifest, null, '\t')}\n`, { mode: 0o600, flush: true });
}

/** Reads the manifest of a backup. Throws when there is none, or it is not one of these. */
export function readManifest(dir: string): Manifest {
	const file = join(dir, MANIFEST);
	if (!existsSync(file))
		throw new Error(
			`There is no whole backup in ${dir}: ${MANIFEST} is missing. It is written last; make the backup again.`
		);
	try {
		return Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
	} catch (error) {
		throw new Error(`${file} is damaged, or of another version of Touchstone.`, { cause: error });
	}
}

/** Compares every file with the manifest. Throws listing what is missing or was changed. */
export async function verifyFiles(
	dir: string,
	{ files }: Pick<Manifest, 'files'>,
	onProgress: (done: number, of: number) => void
) {
	const wrong: string[] = [];
	let done = 0;
	for (const { path, bytes, sha256 } of files) {
		const file = join(dir, path);
		if (!existsSync(file)) wrong.push(`${path}: missing`);
		else if (statSync(file).size !== bytes) wrong.push(`${path}: ${statSync(file).size} bytes, not ${bytes}`);
		else if ((await digest(file)) !== sha256) wrong.push(`${path}: its content was changed`);
		onProgress(++done, files.length);
	}
	if (wrong.length === 0) return;
	const shown = wrong.slice(0, 10).join('\n  ');
	throw new Error(
		`The backup in ${dir} is damaged (${wrong.length} of ${files.length} files), nothing was restored:\n  ${shown}`
	);
}
