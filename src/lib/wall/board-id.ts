import { RESERVED_BOARDS } from '#schema/board-saved.ts';

const LONGEST = 56;

/** An address for a new board: its name in small letters, else `board`; with a number if another has it. */
export function boardIdOf(name: string, taken: readonly string[]): string {
	const plain = name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, LONGEST)
		.replace(/^-+|-+$/g, '');
	for (let n = 1; ; n++) {
		const id = `${plain || 'board'}${n === 1 ? '' : `-${n}`}`;
		if (!taken.includes(id) && !RESERVED_BOARDS.has(id)) return id;
	}
}
