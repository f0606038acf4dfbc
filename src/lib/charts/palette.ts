/** The colours a chart draws with, as the browser resolved them for the theme in force. */
export type Palette = {
	ink: string;
	quiet: string;
	grey: string;
	line: string;
	faint: string;
	raised: string;
	accent: string;
	font: string;
	/** A tile of slanted lines, as an image address. */
	hatch: string;
};

/** Reads the palette off the page: custom properties hold `light-dark()`, only a used colour is resolved. */
export function readPalette(root: HTMLElement): Palette {
	const probe = document.createElement('span');
	probe.hidden = true;
	root.append(probe);
	const colour = (name: string) => {
		probe.style.color = `var(--${name})`;
		return getComputedStyle(probe).color;
	};
	const line = colour('line');
	const palette = {
		...{ ink: colour('ink'), quiet: colour('quiet'), grey: colour('grey'), faint: colour('faint') },
		...{ line, raised: colour('raised'), accent: colour('accent') },
		font: getComputedStyle(root).fontFamily,
		hatch: hatchOf(line)
	};
	probe.remove();
	return palette;
}

const hatchOf = (colour: string) =>
	`data:image/svg+xml,${encodeURIComponent(
		`<svg xmlns="http://www.w3.org/2000/svg" width="6" height="6"><path d="M-1 7L7-1M-1 1L1-1M5 7L7 5" stroke="${colour}" stroke-width="1"/></svg>`
	)}`;
