//! Stories, reference results, crash tests, benchmarks and the proving program.
