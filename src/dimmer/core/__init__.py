"""The pure core: law and facts into advice, records into projections, deeds into proofs."""
