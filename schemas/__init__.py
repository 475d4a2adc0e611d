"""The records of newswire, their Avro schemas, and the tables that ship with them."""
