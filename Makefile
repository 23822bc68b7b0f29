# The commands of the README. Each installs what it needs and says so; the work is done by the scripts in .ci/.
.PHONY: demo test shift soak bench fuzz contract build deploy-static

# Everything that the release is made of.
sources := $(shell find app frontend server style public Cargo.toml Cargo.lock .ci .cargo -type f -not -path '*/node_modules/*' -not -path 'public/vendor/*')
release := target/release/.complete

# The desktop at http://localhost:3000 with a simulated instance at http://localhost:3100, until Ctrl-C.
demo: build
	@exec .ci/demo

# Every test, the browser suite included.
test: build
	@.ci/tools test
	@.ci/with-tools .ci/test

# A shift of 500 contacts, for what the page keeps of them.
shift: build
	@.ci/tools test
	@cd end2end && npm run --silent shift

# Everything that can fail between a record and the store, at length: servers, disks, databases, networks, browsers.
soak: build
	@.ci/tools test
	@STREAMDESK_SOAK=1 cargo test --quiet --locked -p server --test faults
	@cd end2end && STREAMDESK_SOAK=1 npx playwright test tests/records

# How well records are kept and read, for the README. STREAMDESK_BENCH_ROWS=10000000 reads from ten million.
bench:
	@.ci/tools bench
	@cargo bench --quiet --locked -p server --bench records
	@cargo bench --quiet --locked -p server --bench page

# Whatever comes as a record or a query, for a minute each.
fuzz:
	@.ci/tools fuzz
	@.ci/with-tools .ci/fuzz

# Whatever the API's document says can be asked.
contract: build
	@.ci/tools contract
	@.ci/contract

# The page as plain files, exported and uploaded: make deploy-static CONFIG=streamdesk.toml BUCKET=… DISTRIBUTION=… API=…
# FRAMED_BY="https://crm.example.com …" ORIGIN=…
deploy-static: build
	@target/release/streamdesk export --out target/static $(if $(CONFIG),--config $(CONFIG)) $(if $(API),--api $(API)) $(foreach origin,$(FRAMED_BY),--framed-by $(origin))
	@node deploy/upload.mjs target/static --bucket '$(BUCKET)' $(if $(DISTRIBUTION),--distribution $(DISTRIBUTION)) $(if $(ORIGIN),--origin $(ORIGIN))

# The release: target/release/streamdesk, target/release/streamdesk-simulator and target/site.
build: $(release)

# What is changed while it is built is newer than the build, which therefore counts from its start.
$(release): $(sources)
	@.ci/tools build
	@mkdir -p target/release && touch $@.begun
	@.ci/with-tools cargo leptos build --release --split -P
	@cargo build --quiet --locked --release -p connect-simulator
	@mv $@.begun $@
