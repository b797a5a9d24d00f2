# Slim rather than Alpine: sharp's prebuilt binary for glibc comes with its npm package, and the memory allocator
# is the one the server is measured on. Give an image by digest here for a reproducible build.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS production-dependencies
# --ignore-scripts: our own `dependencies` would build a source that is not here, and no dependency needs its script.
# Type declarations, source maps and the compiler (an optional peer of @nestjs/swagger, for its build plugin) serve
# tools alone. Licence files stay, because we redistribute the packages.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
  && rm -rf node_modules/typescript node_modules/.bin \
  # onnxruntime brings the libraries of every platform; this image runs on one.
  && find node_modules/onnxruntime-node/bin -mindepth 3 -maxdepth 3 -type d \
    ! -path "*/linux/$(node -p process.arch)" -prune -exec rm -rf {} +

FROM manifest AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY assembly ./assembly
COPY src ./src
COPY playground ./playground
RUN npm run build

FROM ${NODE_IMAGE}
# Package managers bring dependency trees that scanners report and nobody here runs.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
  /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
WORKDIR /app
# Owned by root and run by another user: the process cannot change its own code.
COPY --from=production-dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY labels ./labels
COPY --from=build /app/dist ./dist

# All interfaces: inside a container the loopback default would be unreachable.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
EXPOSE 3000
# A number, because Kubernetes' runAsNonRoot cannot check a name.
USER 1000:1000
STOPSIGNAL SIGTERM

# Node itself asks, as the image has no curl. Liveness, not readiness: a server that drains is not ill.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "-e", "const request = require('node:http').get({ host: '127.0.0.1', port: process.env.PORT || 3000, path: '/health/live', timeout: 2500 }, (response) => process.exit(response.statusCode === 200 ? 0 : 1)); request.on('error', () => process.exit(1)); request.on('timeout', () => process.exit(1))"]

# Not `npm start`: node is process 1 and so receives SIGTERM itself.
CMD ["node", "dist/main.js"]

# Last, so that a new revision changes no layer.
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Tetrapod" \
  org.opencontainers.image.description="Image-classification inference server" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
