import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// What is broken, at risk and kept must be told apart by whoever does not see red from green, on pages and on walls, light and dark.

type Rgb = readonly [number, number, number];

/** How deuteranopes see linear light (Machado, Oliveira, Fernandes 2009, severity 1). */
const DEUTERANOPIA: readonly Rgb[] = [
	[0.367322, 0.860646, -0.227968],
	[0.280085, 0.672501, 0.047413],
	[-0.01182, 0.04294, 0.968881]
];
/** Linear light to CIE XYZ, relative to white of D65. */
const XYZ: readonly Rgb[] = [
	[0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
	[0.2126, 0.7152, 0.0722],
	[0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089]
];

const times = (matrix: readonly Rgb[], [r, g, b]: Rgb): Rgb => {
	const [x = 0, y = 0, z = 0] = matrix.map(([p, q, s]) => p * r + q * g + s * b);
	return [x, y, z];
};
const linear = (hex: string): Rgb => {
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const part = parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return [r, g, b];
};
const lab = (light: Rgb): Rgb => {
	const [x = 0, y = 0, z = 0] = times(XYZ, light).map((one) =>
		one > 0.008856 ? Math.cbrt(one) : 7.787 * one + 16 / 116
	);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
/** How far apart two colours look (CIE 76): 2.3 is just seen. Shapes stand beside colours, so three times that will do. */
function distance(one: string, other: string): number {
	const [a, b] = [one, other].map((hex) => lab(times(DEUTERANOPIA, linear(hex))));
	return Math.hypot(...[0, 1, 2].map((at) => (a?.[at] ?? 0) - (b?.[at] ?? 0)));
}

/** A token's colours as a file says them: light, dark. */
function tokensOf(file: string, name: string): [string, string] | null {
	const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(
		readFileSync(file, 'utf8')
	);
	return found?.[1] && found[2] ? [found[1], found[2]] : null;
}
const PAGES = 'src/app.css';
const WALL = 'src/lib/wall/Sheet.svelte';
const tokenOn = (file: string, name: string) => tokensOf(file, name) ?? tokensOf(PAGES, name) ?? ['', ''];

for (const [where, file] of [
	['pages', PAGES],
	['walls', WALL]
] as const)
	test.each([
		['light', 0],
		['dark', 1]
	] as const)(`broken, at risk and kept are told apart without red and green (${where}, %s)`, (_, theme) => {
		const [broken = '', risk = '', kept = ''] = ['broken', 'risk', 'ink'].map(
			(name) => tokenOn(file, name)[theme]
		);
		for (const [a, b] of [
			[broken, risk],
			[broken, kept],
			[risk, kept]
		] as const)
			expect(distance(a, b), `${a} and ${b}`).toBeGreaterThanOrEqual(7);
	});
