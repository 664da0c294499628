export const membershipId = (zgid: string, zuid: string): string => `${zgid}:${zuid}`
