"""Pages of notices: what must reach everybody who received, and what each did."""
