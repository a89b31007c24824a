"""Consent, refusal, restriction: what people said about sharing, kept version by version."""
