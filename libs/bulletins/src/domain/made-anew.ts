/** Items made one by one each time somebody walks over them: a county's rows are never held together. */
export function madeAnew<Source, Made>(
  sources: readonly Source[],
  make: (source: Source, index: number) => Made,
): Iterable<Made> {
  return {
    *[Symbol.iterator]() {
      for (const [index, source] of sources.entries()) yield make(source, index);
    },
  };
}
