# Every target first makes sure that Node 24 and node_modules are there (tools/setup.sh). ARGS="..." is passed on.

.DEFAULT_GOAL := help
.PHONY: help dev test verify sim soak bench example group alerts orders generate build format

NODE := bin=$$(tools/setup.sh) && PATH="$$bin:$$PATH" NODE_COMPILE_CACHE="$(CURDIR)/.cache/compiled" \
	exec node --disable-warning=ExperimentalWarning

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dev: ## start FlowMesh on this machine
	@exec ./flowmesh dev $(ARGS)

test: ## everything: what verify checks, and the integration tests
	@$(NODE) tools/verify.ts --integration $(ARGS)

verify: ## format, lint, types, contract, unused code, tidy and unit tests
	@$(NODE) tools/verify.ts $(ARGS)

sim: ## simulate crashes and faults until 50,000 states were looked at; SEED=n replays one seed and prints its trace
	@$(NODE) sim/main.ts $(if $(SEED),--seed $(SEED)) $(ARGS)

soak: ## engine and model from 10,000 seeds, histories of 20,000 jobs, a hundred of entries, the long simulation runs, then a million mutated inputs
	@$(NODE) sim/lockstep/main.ts --runs 10000
	@export HISTORY_JOBS=20000 SEEDS=5 SEED=$$(date +%s); $(NODE) --test engine/views/queues/job-histories.test.ts
	@export HISTORIES=100; $(NODE) --test sdk/node/histories.integration.test.ts
	@$(NODE) sim/main.ts --soak $(ARGS)
	@export FLOWMESH_FUZZ_TIMES=100 FLOWMESH_FUZZ_SEED=$$(date +%s); $(NODE) --test server/decoders.fuzz.test.ts server/wire.fuzz.integration.test.ts

bench: ## measure FlowMesh beside the bare log server
	@$(NODE) bench/main.ts $(ARGS)

example: ## publish 1,707 earthquakes to a FlowMesh that runs, read them back and check the figures
	@$(NODE) examples/earthquakes/main.ts $(ARGS)

group: ## three workers share 1,707 earthquakes and one is killed: nothing is lost, order per key holds
	@$(NODE) examples/earthquakes/group.ts $(ARGS)

alerts: ## the latest earthquake of each network is watched live, and each strong one becomes a job
	@$(NODE) examples/earthquakes/alerts.ts $(ARGS)

orders: ## 300 orders become state, events and e-mails in one commit each; processes are killed, e-mails die and are tried again
	@$(NODE) examples/orders/main.ts $(ARGS)

generate: ## generate code from contract/
	@$(NODE) contract/generate.ts $(ARGS)

build: ## bundle what is published into dist/
	@$(NODE) tools/build.ts $(ARGS)

format: ## format, and fix what the linter can fix by itself
	@$(NODE) node_modules/@biomejs/biome/bin/biome check --write $(ARGS)
