/** A name that people chose: may run from right to left, and then keeps that to itself. */
export const Name = ({ children }: { children: string }) => <bdi dir="auto">{children}</bdi>
