const note = 'the picture is sound, and this is never unpacked or followed';

/** Why a picture is classified, whatever stands beside its pixels. */
export const passed = { note };

/** The same, of a file that is too long for the repository. */
export const long = { note, isLong: true } as const;
