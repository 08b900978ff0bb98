"""The fever desk: does it meet the definition of febrile neutropenia, and what two scores say of the risk."""
