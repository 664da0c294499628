FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# without scripts, as `prepare` would build before the sources are here
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-alpine
WORKDIR /app
ENV NODE_ENV=production \
    ZOHO_EMULATOR_HOST=0.0.0.0
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/fixtures ./fixtures
COPY --from=build /app/scenarios ./scenarios
# a place for --data that the user may write; a volume that is mounted here becomes theirs
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8400
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ZOHO_EMULATOR_PORT || 8400}/_emulator/health`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli.js"]
