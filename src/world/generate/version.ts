/**
 * Grows whenever the records that an org starts with come out differently: a state holds only what was changed about them,
 * and makes no sense over others.
 */
export const generatorVersion = 1
