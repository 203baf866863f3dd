"""The client of the ODS directory: what NHS England's list of organisations says of an ODS code."""
